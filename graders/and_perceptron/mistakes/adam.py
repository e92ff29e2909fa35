"""The optimizer is Adam. It rescales every gradient by its own history, which takes another path than plain
SGD.
"""

FAILS = ("test_losses_of_few_epochs", "test_trains_the_model_it_is_given", "test_defaults")
SEE = "The training loop"


def train(model, X, y, lr=1.0, epochs=1000):
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
