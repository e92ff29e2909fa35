"""The loss is the sum over the rows instead of their mean: with N rows it is N times too large. (Adam hides this,
because its steps do not depend on the scale of the gradient.)"""

FAILS = ("test_losses_of_few_epochs",)
SEE = "Training"


def train(model, X, y, lr=0.01, epochs=5000):
    criterion = nn.BCELoss(reduction="sum")
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
