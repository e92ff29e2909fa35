"""The loop makes one update fewer than `epochs` says. Count the losses: there should be as many as epochs."""

FAILS = ("test_one_loss_per_epoch", "test_losses_of_few_epochs", "test_trains_the_model_it_is_given", "test_defaults")
SEE = "The training loop"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(1, epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
