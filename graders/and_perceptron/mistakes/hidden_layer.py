"""There is a hidden layer, and this is no perceptron any more: more than 3 parameters, and it can learn XOR.
A perceptron is a single layer with a single output.
"""

FAILS = ("test_three_parameters", "test_forward", "test_learns_any_table_a_line_can_split", "test_xor_is_beyond_it")
SEE = "One neuron"


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.output = nn.Linear(2, 16), nn.Linear(16, 1)

    def forward(self, X):
        return torch.sigmoid(self.output(torch.tanh(3 * self.hidden(X))))
