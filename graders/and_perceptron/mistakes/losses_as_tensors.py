"""The list of losses holds tensors, each still tied to its graph. Python floats were promised: a tensor with
one number has a method that gives it.
"""

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
        losses.append(loss)
    return losses
