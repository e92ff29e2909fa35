"""evaluate leaves the model in train mode: dropout goes on dropping, so that the measurement is too low and differs
from call to call. Call evaluate twice in a row and compare."""

FAILS = ("test_modes", "test_fit_history")
SEE = "Two modes"


def evaluate(model, loader, criterion, device="cpu"):
    total_loss, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total_loss += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total_loss / seen, correct / seen
