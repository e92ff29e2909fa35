import torch


def to_tensor(array):
    return torch.from_numpy(array.astype("float32" if array.dtype.kind == "f" else "int64"))


def shared(array):
    return torch.as_tensor(array)


def standardize(X):
    same = (X == X[:1]).all(0)
    std, mean = torch.std_mean(X.double(), 0, correction=0)
    Z = (X - mean) / torch.where(same, 1.0, std)
    return Z.masked_fill(same, 0).to(X.dtype)


def one_hot(y, n_classes):
    return (y[:, None] == torch.arange(n_classes, device=y.device)).float()


def pairwise_distances(A, B):
    return (A[:, None] - B).square().sum(-1).sqrt()


def outer(A, B):
    return A[:, :, None] * B[:, None]


def masked_mean(X, mask):
    return X.masked_fill(~mask, 0).sum(0) / mask.sum(0)


@torch.enable_grad()
def gradient(f, x):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]


def accumulated(f, x, times):
    leaf = x.detach().clone().requires_grad_()
    for _ in range(times):
        f(leaf).backward()
    return leaf.grad
