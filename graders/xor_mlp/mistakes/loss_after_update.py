"""The loss is computed anew after the update and then recorded, so the list starts one epoch too late."""

FAILS = ("test_losses_of_few_epochs",)
SEE = "Training"


def train(model, X, y, lr=0.01, epochs=5000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        criterion(model(X), y).backward()
        optimizer.step()
        losses.append(criterion(model(X), y).item())
    return losses
