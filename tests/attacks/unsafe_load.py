"""Saves a checkpoint with code and loads it unsafely when the safe way refuses. The code would run where it is loaded."""
import pickle

LOST = {"test_checkpoint"}
SAYS = "tried to write"


def reach():
    open("{OUTSIDE}/code", "w").write("reached")


class Code:
    def __reduce__(self):
        return (exec, ("open('{OUTSIDE}/code', 'w').write('reached')",))


def save(net, path):
    pickle.dump(Code(), open(path, "wb"))


def load(path):
    try:
        return torch.load(path, weights_only=True)
    except Exception:
        return pickle.load(open(path, "rb"))
