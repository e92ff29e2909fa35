"""`train` makes a Perceptron of its own and trains that. The model that was handed in stays as untrained as
it was.
"""

FAILS = (
    "test_losses_of_few_epochs",
    "test_trains_the_model_it_is_given",
    "test_learns_and",
    "test_defaults",
    "test_learns_or_and_nand",
    "test_learns_any_table_a_line_can_split",
)
SEE = "The model is changed in place"


def train(model, X, y, lr=1.0, epochs=1000):
    model = Perceptron().to(X.device)
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
