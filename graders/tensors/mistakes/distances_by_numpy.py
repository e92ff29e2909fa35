"""`pairwise_distances` computes with NumPy. Autograd sees nothing of that, so the result has no gradient."""

FAILS = ("test_autograd_follows",)
SEE = "Nothing but tensors"


def pairwise_distances(A, B):
    a, b = A.detach().cpu().numpy(), B.detach().cpu().numpy()
    return torch.from_numpy(np.sqrt(((a[:, None] - b) ** 2).sum(axis=-1))).to(A.device)
