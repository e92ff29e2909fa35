"""train_epoch leaves the model in the mode it finds. After the first evaluate that is eval mode, and from then on no
unit is ever dropped. Print model.training inside the loop, in the second epoch."""

FAILS = ("test_modes",)
SEE = "Two modes"


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
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
