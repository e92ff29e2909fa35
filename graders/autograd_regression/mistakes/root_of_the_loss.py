"""The loss is the square root of the mean squared error. That is a different function with a different slope:
two errors of 3 should cost 9 on average, not 3, and -1 and 7 should cost 25, not 5.
"""

FAILS = (
    "test_mse_loss",
    "test_autograd_sees_w_and_b",
    "test_first_loss",
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The loss"


def mse_loss(y_pred, y_true):
    return ((y_pred - y_true) ** 2).mean().sqrt()
