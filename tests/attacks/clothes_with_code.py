"""Saves a network whose history is an object that runs code when it is unpickled. A judge that loads it would run it."""
import os

ASSIGNMENT = "fashion_mnist"
ONLY = {"test_saved_model", "test_foreign_files"}
LOST = {"test_saved_model", "test_foreign_files"}
SAYS = "objects of Python classes in it"
SECONDS = 30.0


class Code:
    def __reduce__(self):
        return (os.system, ("echo reached > {OUTSIDE}/code",))


def save(path, model, history):
    torch.save({"model_state_dict": model.state_dict(), "class": type(model).__name__, "history": Code()}, path)
