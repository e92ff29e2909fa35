"""train_epoch adds up loss tensors and returns one. It drags the graph of every batch along, and it is no float: what
does type() say of it, and what does .item() do?"""

FAILS = ("test_train_epoch_metrics", "test_modes", "test_fit_history")
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
        total_loss += loss * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total_loss / seen, correct / seen
