"""evaluate records every operation for a backward pass that never comes: the numbers are right, and memory and time
are wasted. What does logits.requires_grad say inside the loop?"""

FAILS = ("test_modes",)
SEE = "Two modes"


def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    total_loss, correct, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        total_loss += criterion(logits, y).item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total_loss / seen, correct / seen
