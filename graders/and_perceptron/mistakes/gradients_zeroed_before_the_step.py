"""The gradients are cleared between `backward()` and `step()`. The step finds nothing to do, and the loss
never changes.
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
TWINS = ("no_step", "optimizer_of_other_weights")
SEE = "The training loop"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.zero_grad(set_to_none=False)
        optimizer.step()
        losses.append(loss.item())
    return losses
