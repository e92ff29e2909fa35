"""Training waits one epoch longer than `patience` says."""

FAILS = ("test_early_stop", "test_min_delta")
SEE = "Patience and min_delta"


def train_with_validation(model, train_loader, val_loader, epochs=100, lr=1e-3, patience=10, min_delta=1e-3):
    criterion, optimizer = nn.BCELoss(), torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": [], "best_epoch": 0}

    def one_pass(loader, training):
        loss_sum, right, seen = 0.0, 0, 0
        for x, y in loader:
            answer = model(x)
            loss = criterion(answer, y)
            if training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            loss_sum += loss.item() * len(y)
            right += ((answer > 0.5) == (y > 0.5)).sum().item()
            seen += len(y)
        return loss_sum / seen, right / seen

    best_loss, best_state = math.inf, copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        model.train()
        train_loss, train_acc = one_pass(train_loader, training=True)
        model.eval()
        with torch.no_grad():
            val_loss, val_acc = one_pass(val_loader, training=False)
        history["train_loss"].append(train_loss)
        history["train_acc"].append(train_acc)
        history["val_loss"].append(val_loss)
        history["val_acc"].append(val_acc)
        if val_loss < best_loss - min_delta:
            best_loss, best_state = val_loss, copy.deepcopy(model.state_dict())
            history["best_epoch"] = epoch
        if epoch - history["best_epoch"] > patience:
            break
    model.load_state_dict(best_state)
    return history
