"""The loss is half of the mean squared error. Some textbooks do that to make the derivative prettier; here
every loss, and every step, comes out at half its size.
"""

FAILS = (
    "test_mse_loss",
    "test_autograd_sees_w_and_b",
    "test_first_loss",
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The loss"


def mse_loss(y_pred, y_true):
    return 0.5 * ((y_pred - y_true) ** 2).mean()
