"""`BCEWithLogitsLoss` applies a sigmoid of its own, and the model has one already: the probabilities are
squeezed twice, and the loss cannot fall below 0.31.
"""

FAILS = (
    "test_losses_of_few_epochs",
    "test_trains_the_model_it_is_given",
    "test_learns_and",
    "test_defaults",
    "test_xor_is_beyond_it",
)
SEE = "The loss"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
