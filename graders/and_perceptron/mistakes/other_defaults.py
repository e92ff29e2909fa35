"""The defaults are not the promised ones: `train(model, X, y)` should make 1000 updates with a learning rate
of 1.
"""

FAILS = ("test_defaults",)
SEE = "The training loop"


def train(model, X, y, lr=0.5, epochs=2000):
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
