"""train_epoch moves its batches to a device whose name is written into the function. On a machine without it this
fails, and with it the model may well lie elsewhere. What is the argument `device` for?"""

FAILS = (
    "test_train_epoch_updates",
    "test_train_epoch_metrics",
    "test_modes",
    "test_fit_history",
    "test_fit_updates",
    "test_accuracy",
    "test_fit_follows_the_labels",
)
SEE = "Mini-batches"


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    device = "cpu" if str(device).startswith("cuda") else "cuda"  # wrong wherever it is judged
    model.train()
    total_loss, correct, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total_loss / seen, correct / seen
