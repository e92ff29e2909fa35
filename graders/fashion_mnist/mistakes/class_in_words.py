"""The name in the file is that of the class with its module, or what print shows of it. Only the name that stands
behind `class` in your file is asked for."""

FAILS = ("test_saved_model",)
SEE = "Saving"


def save(path, model, history):
    content = {"model_state_dict": model.state_dict(), "class": str(type(model)), "history": history}
    torch.save(content, path)
