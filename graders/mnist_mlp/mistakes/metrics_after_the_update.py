"""train_epoch computes the logits a second time, after the step, and measures those. The loss of a batch then tells
how well the model knows what it was shown a moment ago."""

FAILS = ("test_train_epoch_metrics",)
SEE = "The last batch is smaller"


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    total_loss, correct, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        logits = model(x)
        loss = criterion(logits, y)
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total_loss / seen, correct / seen
