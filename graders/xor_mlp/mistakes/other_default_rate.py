"""Left to its default, `train` uses another learning rate than 0.01: called without `lr`, it takes other steps than it
should."""

FAILS = ("test_trained_weights",)
SEE = "Training"


def train(model, X, y, lr=0.1, epochs=5000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
