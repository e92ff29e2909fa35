"""X and y are shuffled in place. Training does not suffer, but the caller's own tensors have changed: `X[:] =
...` writes into the memory that was handed in.
"""

FAILS = ("test_data_stay_as_they_are",)
SEE = "The model is changed in place"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    order = torch.randperm(len(X), device=X.device)
    X[:], y[:] = X[order], y[order]
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
