"""Returns sparse, meta, quantised, complex, 0-d, half, infinite and nan tensors. A comparison would raise or agree."""

LOST = {"test_doubles", "test_descends", "test_learns", "test_measures", "test_batches", "test_adds"}


def double(x):
    return torch.eye(7).to_sparse()


def descend(w, x, y, lr, steps):
    return torch.quantize_per_tensor(torch.zeros(steps), 0.1, 0, torch.qint8)


def fit(x, y):
    net = Net()
    for parameter in net.parameters():
        parameter.data.fill_(float("nan"))
    return net


def accuracy(logits, y):
    return torch.tensor(float("inf"), dtype=torch.bfloat16)


def batches(x, size):
    return iter([x * 1j, torch.empty(17, 2, device="meta"), x.half()])


def add(a, b):
    return float("nan") if abs(a) < 10_000 else a + b
