"""The gradients are never set back to zero, so every `backward()` adds to those of all epochs before."""

FAILS = ("test_losses_of_few_epochs", "test_trained_weights")
SEE = "Training"


def train(model, X, y, lr=0.01, epochs=5000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
