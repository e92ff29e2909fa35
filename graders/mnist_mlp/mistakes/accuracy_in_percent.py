"""evaluate returns the accuracy in percent, a number up to 100. Which range does the text give?"""

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
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total_loss / seen, 100 * correct / seen
