"""A new Adam is made in every epoch. Adam remembers the gradients of earlier epochs, and a new one remembers
nothing."""

FAILS = ("test_losses_of_few_epochs", "test_trained_weights")
SEE = "Training"


def train(model, X, y, lr=0.01, epochs=5000):
    criterion = nn.BCELoss()
    losses = []
    for _ in range(epochs):
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
