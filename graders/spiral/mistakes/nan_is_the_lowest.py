"""The best epoch is looked up with `argmin`, and NumPy takes nan for the lowest of all values."""

FAILS = ("test_no_improvement",)
SEE = "A loss that is nan"


def train(model, X_train, y_train, X_val, y_val, lr=0.01, weight_decay=0.005, max_epochs=5000, patience=200):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    train_loss, val_loss = [], []
    best_loss, best_epoch, best_weights = math.inf, 0, copy.deepcopy(model.state_dict())
    for epoch in range(max_epochs):
        model.train()
        loss = criterion(model(X_train), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        train_loss.append(loss.item())
        model.eval()
        with torch.no_grad():
            val_loss.append(criterion(model(X_val), y_val).item())
        if np.argmin(val_loss) == epoch:
            best_epoch, best_weights = epoch, copy.deepcopy(model.state_dict())
        if epoch - best_epoch >= patience:
            break
    model.load_state_dict(best_weights)
    return {"train_loss": train_loss, "val_loss": val_loss, "best_epoch": best_epoch}
