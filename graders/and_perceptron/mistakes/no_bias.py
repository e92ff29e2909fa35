"""The layer has no bias. The line where the answer changes then always goes through the point 0 0, which gets
probability one half for ever.
"""

FAILS = (
    "test_three_parameters",
    "test_forward",
    "test_learns_and",
    "test_learns_or_and_nand",
    "test_learns_any_table_a_line_can_split",
)
SEE = "What a straight line can split"


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 1, bias=False)

    def forward(self, X):
        return torch.sigmoid(self.linear(X))
