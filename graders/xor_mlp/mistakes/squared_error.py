"""The loss is the mean squared error, where the handout asks for the binary cross-entropy."""

FAILS = ("test_losses_of_few_epochs", "test_trained_weights")
SEE = "Training"


def train(model, X, y, lr=0.01, epochs=5000):
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
