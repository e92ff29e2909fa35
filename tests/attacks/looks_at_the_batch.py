"""Uses the other rows of a batch in eval mode: their mean tells about the test set as a whole."""

LOST = {"test_logits", "test_parameter_count"}


class Net(Net):
    def forward(self, x):
        return super().forward(x) - super().forward(x).mean(dim=0)
