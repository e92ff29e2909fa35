"""`masked_mean` computes with NumPy. Autograd sees nothing of that, so the result has no gradient."""

FAILS = ("test_autograd_follows",)
SEE = "Nothing but tensors"


def masked_mean(X, mask):
    x, let_through = X.detach().cpu().numpy(), mask.cpu().numpy()
    with np.errstate(invalid="ignore"):
        mean = np.where(let_through, x, 0).sum(axis=0, dtype=np.float32) / let_through.sum(axis=0)
    return torch.tensor(mean, dtype=torch.float32, device=X.device)
