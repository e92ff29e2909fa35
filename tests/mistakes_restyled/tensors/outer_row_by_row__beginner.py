import torch


def to_tensor(array):
    name = str(array.dtype)
    result = torch.from_numpy(array.copy())
    if name.startswith("float"):
        result = result.type(torch.float32)
    else:
        result = result.type(torch.int64)
    return result


def shared(array):
    tensor = torch.from_numpy(array)
    return tensor


def standardize(X):
    n_rows = X.shape[0]
    n_columns = X.shape[1]
    columns = []
    for j in range(n_columns):
        column = X[:, j]
        if bool((column == column[0]).all()):
            columns.append(torch.zeros(n_rows, device=X.device))
            continue
        mean = column.mean()
        squares = (column - mean) ** 2
        deviation = torch.sqrt(squares.sum() / n_rows)
        columns.append((column - mean) / deviation)
    return torch.stack(columns, dim=1)


def one_hot(y, n_classes):
    n = y.shape[0]
    result = torch.zeros(n, n_classes, device=y.device)
    for c in range(n_classes):
        result[:, c] = y == c
    return result


def pairwise_distances(A, B):
    n, d = A.shape
    m = B.shape[0]
    total = torch.zeros(n, m, device=A.device)
    for j in range(d):
        a = A[:, j].reshape(n, 1)
        b = B[:, j].reshape(1, m)
        total = total + (a - b) ** 2
    return torch.sqrt(total)


def outer(A, B):
    parts = []
    for i in range(A.shape[0]):
        parts.append(A[i].reshape(-1, 1) * B[i].reshape(1, -1))
    return torch.stack(parts, dim=0)


def masked_mean(X, mask):
    result = torch.zeros(X.shape[1], device=X.device)
    for j in range(X.shape[1]):
        kept = X[:, j][mask[:, j]]
        if len(kept) == 0:
            result[j] = float("nan")
        else:
            result[j] = kept.sum() / len(kept)
    return result


def gradient(f, x):
    with torch.enable_grad():
        copy = x.clone().detach()
        copy.requires_grad = True
        value = f(copy)
        value.backward()
        result = copy.grad
    return result


def accumulated(f, x, times):
    with torch.enable_grad():
        copy = x.clone().detach()
        copy.requires_grad = True
        i = 0
        while i < times:
            value = f(copy)
            value.backward()
            i = i + 1
    return copy.grad
