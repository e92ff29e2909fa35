"""The model itself is in the file: an object of a Python class, which is rebuilt by running code. weights_only=True
refuses it, with good reason."""

FAILS = ("test_saved_model",)
SEE = "Saving"


def save(path, model, history):
    content = {"model_state_dict": model, "class": type(model).__name__, "history": history}
    torch.save(content, path)
