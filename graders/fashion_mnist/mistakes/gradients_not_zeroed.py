"""The gradients of all earlier batches stay in .grad, and every step follows their sum."""

FAILS = ("test_steps", "test_best_state")
SEE = "Training"


def train_epoch(model, loader, optimizer, augmented, device):
    model.train()
    total, correct, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = (augment(x) if augmented else x).to(device), y.to(device)
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total / seen, correct / seen
