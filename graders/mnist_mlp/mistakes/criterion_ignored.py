"""train_epoch computes its own cross-entropy and never looks at the criterion it was given. Whoever hands over
another one gets the wrong training."""

FAILS = ("test_train_epoch_updates", "test_train_epoch_metrics")
SEE = "Mini-batches"


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    total_loss, correct, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = nn.functional.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total_loss / seen, correct / seen
