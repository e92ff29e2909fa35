"""The gradients are never cleared. `backward()` adds to what is there, so each step uses the sum of all
gradients so far.
"""

FAILS = ("test_losses_of_few_epochs", "test_trains_the_model_it_is_given", "test_defaults", "test_xor_is_beyond_it")
SEE = "The training loop"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
