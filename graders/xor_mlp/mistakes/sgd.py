"""`train` uses plain SGD. Its steps shrink with the gradient, which is tiny on XOR, where Adam's do not."""

FAILS = ("test_losses_of_few_epochs", "test_trained_weights", "test_solves_xor")
SEE = "Training"


def train(model, X, y, lr=0.01, epochs=5000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
