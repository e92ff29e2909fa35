"""train_epoch averages the losses of the batches. The last batch is smaller, so each of its samples counts for more
than the others: compare with the loss over all samples at once, for 5 samples in batches of 4."""

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
        total_loss += loss.item()
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total_loss / len(loader), correct / seen
