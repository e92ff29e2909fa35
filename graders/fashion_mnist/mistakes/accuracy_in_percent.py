"""Accuracies come in percent. All accuracies of this course are fractions from 0 to 1."""

FAILS = ("test_steps", "test_saved_model")
SEE = "Training"


def train_epoch(model, loader, optimizer, augmented, device):
    model.train()
    total, correct, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = (augment(x) if augmented else x).to(device), y.to(device)
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total / seen, 100 * correct / seen


def evaluate(model, loader, device):
    model.eval()
    total, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += F.cross_entropy(logits, y, reduction="sum").item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total / seen, 100 * correct / seen
