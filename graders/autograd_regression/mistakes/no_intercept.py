"""`predict` leaves b out: every line goes through the origin, and b can never get a gradient."""

FAILS = (
    "test_predict",
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
SEE = "The line"


def predict(x, w, b):
    return w * x
