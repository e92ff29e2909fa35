"""The loss takes the absolute value of the errors where the square is asked for. Two errors of 3 should cost
9 on average, not 3.
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
    return (y_pred - y_true).abs().mean()
