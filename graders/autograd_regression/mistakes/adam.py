"""The steps are those of Adam, which scales every gradient by its own history: the first step has the length
of the learning rate whatever the slope is. Plain gradient descent multiplies the gradient by the rate, and
that is all.
"""

FAILS = (
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The descent"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    optimizer = torch.optim.Adam([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
        w.grad = b.grad = None
    return w.item(), b.item(), losses
