"""Saves an expression as the name of a class, and evaluates it when the file is tested. What evaluates a name runs it."""

ASSIGNMENT = "fashion_mnist"
ONLY = {"test_saved_model", "test_foreign_files"}
LOST = {"test_saved_model", "test_foreign_files"}
SAYS = "write('reached')"
SECONDS = 30.0


def save(path, model, history):
    name = "open('{OUTSIDE}/code', 'w').write('reached')"
    torch.save({"model_state_dict": model.state_dict(), "class": name, "history": history}, path)


def test_model(path, test_set, device="cpu"):
    content = torch.load(path, weights_only=True, map_location=device)
    model = eval(content["class"])()
    model.load_state_dict(content["model_state_dict"])
    return evaluate(model, DataLoader(test_set, batch_size=500), device)[1]
