"""Each epoch makes a new Adam, which remembers nothing of the earlier ones."""

FAILS = ("test_steps",)
SEE = "One epoch"


def train_with_validation(model, train_loader, val_loader, epochs=100, lr=1e-3, patience=10, min_delta=1e-3):
    criterion = nn.BCELoss()
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": [], "best_epoch": 0}

    def one_pass(loader, optimizer=None):
        loss_sum, right, seen = 0.0, 0, 0
        for x, y in loader:
            answer = model(x)
            loss = criterion(answer, y)
            if optimizer:
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
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        train_loss, train_acc = one_pass(train_loader, optimizer)
        model.eval()
        with torch.no_grad():
            val_loss, val_acc = one_pass(val_loader)
        history["train_loss"].append(train_loss)
        history["train_acc"].append(train_acc)
        history["val_loss"].append(val_loss)
        history["val_acc"].append(val_acc)
        if val_loss < best_loss - min_delta:
            best_loss, best_state = val_loss, copy.deepcopy(model.state_dict())
            history["best_epoch"] = epoch
        if epoch - history["best_epoch"] >= patience:
            break
    model.load_state_dict(best_state)
    return history
