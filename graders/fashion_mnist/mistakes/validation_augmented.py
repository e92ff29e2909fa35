"""The validation images are moved, too. They should tell how well the network knows images as they are, and be the
same in every epoch."""

FAILS = ("test_augmented_training",)
SEE = "Augmentation belongs to training"


def fit(model, train_set, val_set, epochs=20, batch_size=64, lr=1e-3, augmented=False, device="cpu", seed=0):
    torch.manual_seed(seed)
    model.to(device)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": [], "best_epoch": 0}
    best_state = None
    for epoch in range(epochs):
        train_loss, train_accuracy = train_epoch(model, train_loader, optimizer, augmented, device)
        val_loss, val_accuracy = evaluate(model, val_loader, device, augmented)
        if epoch == 0 or val_loss < history["val_loss"][history["best_epoch"]]:
            history["best_epoch"], best_state = epoch, copy.deepcopy(model.state_dict())
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)
    model.load_state_dict(best_state)
    return history


def evaluate(model, loader, device, augmented=False):
    model.eval()
    total, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = (augment(x) if augmented else x).to(device), y.to(device)
            logits = model(x)
            total += F.cross_entropy(logits, y, reduction="sum").item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total / seen, correct / seen
