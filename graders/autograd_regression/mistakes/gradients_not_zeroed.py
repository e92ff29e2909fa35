"""The gradients are never cleared. `backward()` adds to what `.grad` already holds, so from the second epoch
on each step uses the sum of all gradients so far: the losses swing instead of settling.
"""

FAILS = (
    "test_few_epochs",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "Gradients add up"


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
    return w.item(), b.item(), losses
