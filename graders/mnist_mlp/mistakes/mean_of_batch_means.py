"""evaluate averages the losses of the batches. The last batch is smaller, so each of its samples counts for more than
the others: compare with the loss over all samples at once, for 5 samples in batches of 4."""

FAILS = ("test_evaluate_metrics", "test_fit_history")
SEE = "The last batch is smaller"


def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    total_loss, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total_loss += criterion(logits, y).item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total_loss / len(loader), correct / seen
