"""The list of losses holds tensors, each with the whole graph behind it, where Python floats are asked for."""

FAILS = ("test_losses_of_few_epochs",)
SEE = "Training"


def train(model, X, y, lr=0.01, epochs=5000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses
