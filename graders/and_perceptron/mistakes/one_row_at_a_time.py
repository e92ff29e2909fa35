"""The weights are updated after every single row. Full batch means: one loss over all rows, one update, in
each epoch.
"""

FAILS = ("test_losses_of_few_epochs", "test_trains_the_model_it_is_given", "test_defaults", "test_xor_is_beyond_it")
SEE = "The training loop"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        losses.append(criterion(model(X), y).item())
        for i in range(len(X)):
            optimizer.zero_grad()
            criterion(model(X[i : i + 1]), y[i : i + 1]).backward()
            optimizer.step()
    return losses
