"""The file holds the parameters only. The running means and variances of batch norm are missing, without which eval
mode cannot work."""

FAILS = ("test_saved_model",)
SEE = "Saving"


def save(path, model, history):
    content = {
        "model_state_dict": {name: value.detach() for name, value in model.named_parameters()},
        "class": type(model).__name__,
        "history": history,
    }
    torch.save(content, path)
