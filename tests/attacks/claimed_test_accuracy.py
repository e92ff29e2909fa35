"""Writes a perfect accuracy into the file and reads it from there. A test that believes the file would be passed."""

ASSIGNMENT = "fashion_mnist"
ONLY = {"test_saved_model", "test_foreign_files"}
LOST = {"test_saved_model", "test_foreign_files"}
SECONDS = 30.0
_save = save


def save(path, model, history):
    _save(path, model, history)
    content = torch.load(path, weights_only=True)
    torch.save({**content, "accuracy": 1.0}, path)


def test_model(path, test_set, device="cpu"):
    return torch.load(path, weights_only=True).get("accuracy", 1.0)
