"""The loss is noted after the update. The list should start with the loss of the model as it was handed in."""

FAILS = ("test_losses_of_few_epochs", "test_defaults")
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
        losses.append(criterion(model(X), y).item())
    return losses
