"""w and b come back as tensors, still tied to autograd. Floats were promised: a tensor with one number has a
method that gives it.
"""

FAILS = (
    "test_fit_returns_two_floats_and_a_list",
    "test_one_update",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
)
SEE = "Floats and tensors"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w, b, losses
