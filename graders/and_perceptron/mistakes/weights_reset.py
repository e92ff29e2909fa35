"""`train` sets the weights of the model to 0 before it begins. It should go on from the weights that the
model has.
"""

FAILS = ("test_losses_of_few_epochs", "test_trains_the_model_it_is_given", "test_defaults")
SEE = "The model is changed in place"


def train(model, X, y, lr=1.0, epochs=1000):
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
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
