"""`predict` turns w and b into plain numbers before it uses them. The heights are right, but autograd cannot
see where they came from, so `backward()` finds nothing to differentiate.
"""

FAILS = (
    "test_autograd_sees_w_and_b",
    "test_fit_returns_two_floats_and_a_list",
    "test_first_loss",
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
    "test_data_stay_as_they_are",
    "test_too_large_a_rate",
)
SEE = "What autograd does"


def predict(x, w, b):
    return w.item() * x + b.item()
