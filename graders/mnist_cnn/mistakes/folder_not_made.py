"""fit expects its checkpoint folder to be there already, and stops at the first checkpoint when it is not. Paths
can make their folders, parents and all.
"""

FAILS = ("test_history",)
SEE = "What fit does in each epoch"


def fit(
    train_set: Dataset,
    val_set: Dataset,
    checkpoint_dir: str | Path,
    epochs: int = 5,
    batch_size: int = 64,
    lr: float = 1e-3,
    patience: int = 5,
    device: str = "cpu",
    seed: int = 0,
) -> tuple[nn.Module, dict]:
    torch.manual_seed(seed)
    best = Path(checkpoint_dir) / "best.pt"
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size)
    model = SimpleCNN().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    stopping = EarlyStopping(patience)
    history: dict = {name: [] for name in ("train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr")}
    lowest = float("inf")

    for epoch in range(epochs):
        history["lr"].append(optimizer.param_groups[0]["lr"])
        train_loss, train_accuracy = train_epoch(model, train_loader, optimizer, device)
        val_loss, val_accuracy = evaluate(model, val_loader, device)
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)

        if epoch == 0 or val_loss < lowest:
            lowest = val_loss
            save_checkpoint(best, model, optimizer, epoch, val_loss, val_accuracy)
        if stopping(val_loss):
            break
        scheduler.step(val_loss)

    load_checkpoint(best, model, device=device)
    return model, history
