"""The file names FashionMNISTNet whatever model is saved, so that a FashionCNN cannot be rebuilt from it."""

FAILS = ("test_saved_model",)
SEE = "Saving"


def save(path, model, history):
    content = {"model_state_dict": model.state_dict(), "class": "FashionMNISTNet", "history": history}
    torch.save(content, path)
