"""One number comes back, the loss of the last epoch. A list with the loss of every epoch was promised."""

FAILS = ("test_one_loss_per_epoch", "test_losses_of_few_epochs", "test_defaults", "test_xor_is_beyond_it")
SEE = "The training loop"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[-1]
