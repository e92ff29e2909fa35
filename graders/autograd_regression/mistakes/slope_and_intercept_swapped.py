"""`predict` multiplies x by b and adds w. The line that comes out is a good one, with its slope and its
intercept under each other's name.
"""

FAILS = (
    "test_predict",
    "test_autograd_sees_w_and_b",
    "test_one_update",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
)
SEE = "The line"


def predict(x, w, b):
    return b * x + w
