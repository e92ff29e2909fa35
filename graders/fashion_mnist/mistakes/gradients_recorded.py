"""Validation records every operation for a backward pass that never comes. The numbers are right; time and memory are
wasted."""

FAILS = ("test_order_and_seed",)
SEE = "Training"


def evaluate(model, loader, device):
    model.eval()
    total, correct, seen = 0.0, 0, 0
    with torch.enable_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += F.cross_entropy(logits, y, reduction="sum").item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total / seen, correct / seen
