"""The answer comes from a formula (least squares), not from descent: w and b are at their best after a single
epoch, and the losses do not fall. Here the way down is what is asked for.
"""

FAILS = (
    "test_first_loss",
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The descent"


def fit(x, y, lr=0.01, epochs=500):
    A = torch.stack([x, torch.ones_like(x)], dim=1)
    w, b = torch.linalg.lstsq(A, y.unsqueeze(1)).solution.flatten()
    return w.item(), b.item(), [mse_loss(predict(x, w, b), y).item()] * epochs
