"""`mse_loss` hands back a plain float. The number is right, but `.item()` cuts it off from the graph, and a
float has no `backward()`.
"""

FAILS = (
    "test_mse_loss",
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


def mse_loss(y_pred, y_true):
    return ((y_pred - y_true) ** 2).mean().item()
