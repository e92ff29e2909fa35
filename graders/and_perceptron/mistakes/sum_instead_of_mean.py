"""The loss adds up the rows and does not average them. Loss and steps then grow with the number of rows."""

FAILS = ("test_losses_of_few_epochs", "test_trains_the_model_it_is_given", "test_defaults", "test_xor_is_beyond_it")
SEE = "The loss"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss(reduction="sum")
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
