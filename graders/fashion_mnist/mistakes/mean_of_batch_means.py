"""The losses of the batches are averaged as if all batches had as many samples. The last one is smaller: its samples
count too much."""

FAILS = ("test_steps",)
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
        total += loss.item()
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total / len(loader), correct / seen
