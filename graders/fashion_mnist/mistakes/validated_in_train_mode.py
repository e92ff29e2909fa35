"""The model is in train mode while it is measured: dropout acts, and batch norm takes mean and variance of the images
that are measured, and remembers them."""

FAILS = ("test_steps", "test_best_state", "test_order_and_seed", "test_saved_model")
SEE = "Training"


def evaluate(model, loader, device):
    model.train()
    total, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += F.cross_entropy(logits, y, reduction="sum").item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total / seen, correct / seen
