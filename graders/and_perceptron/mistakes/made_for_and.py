"""`train` makes its own labels, those of AND, and never looks at `y`. Hand in another table, and it learns
AND all the same.
"""

FAILS = (
    "test_losses_of_few_epochs",
    "test_trains_the_model_it_is_given",
    "test_learns_or_and_nand",
    "test_learns_any_table_a_line_can_split",
    "test_xor_is_beyond_it",
)
SEE = "The data"


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    y = X.prod(dim=1, keepdim=True).clamp(0, 1)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
