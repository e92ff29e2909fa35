"""The optimizer holds the parameters of a new Perceptron, not those of the model that computes the loss. The
steps go to weights that nobody uses.
"""

FAILS = (
    "test_losses_of_few_epochs",
    "test_trains_the_model_it_is_given",
    "test_learns_and",
    "test_defaults",
    "test_learns_or_and_nand",
    "test_learns_any_table_a_line_can_split",
    "test_xor_is_beyond_it",
)
TWINS = ("gradients_zeroed_before_the_step", "no_step")
SEE = "The model is changed in place"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(Perceptron().parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
