"""The smaller last batch of each epoch is left out of training, and of the history with it. All samples
take part in each epoch."""

FAILS = ("test_steps", "test_augmented_training")
SEE = "Training"


def fit(model, train_set, val_set, epochs=20, batch_size=64, lr=1e-3, augmented=False, device="cpu", seed=0):
    torch.manual_seed(seed)
    model.to(device)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, drop_last=True)
    val_loader = DataLoader(val_set, batch_size=batch_size)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": [], "best_epoch": 0}
    best_state = None
    for epoch in range(epochs):
        train_loss, train_accuracy = train_epoch(model, train_loader, optimizer, augmented, device)
        val_loss, val_accuracy = evaluate(model, val_loader, device)
        if epoch == 0 or val_loss < history["val_loss"][history["best_epoch"]]:
            history["best_epoch"], best_state = epoch, copy.deepcopy(model.state_dict())
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)
    model.load_state_dict(best_state)
    return history
