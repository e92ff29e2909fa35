"""evaluate counts anew in every batch, so that the accuracy of the last batch alone comes back. With a last batch of
one sample it is 0 or 1."""

FAILS = ("test_evaluate_metrics", "test_fit_history")
SEE = "The last batch is smaller"


def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    total_loss, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total_loss += criterion(logits, y).item() * len(y)
            correct = (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total_loss / seen, correct / len(y)
