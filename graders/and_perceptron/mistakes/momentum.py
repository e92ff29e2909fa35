"""SGD has momentum here: from the second epoch on, part of the last step is added to the new one. Plain SGD
was asked for.
"""

FAILS = ("test_losses_of_few_epochs", "test_trains_the_model_it_is_given", "test_defaults")
SEE = "The training loop"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
