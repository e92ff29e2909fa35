"""The training samples come in the order of the set, in every epoch."""

FAILS = ("test_run_steps",)
SEE = "One run"


def run(config, train_set, val_set, test_set, epochs=10, batch_size=64, seed=0, device="cpu"):
    started = time.perf_counter()
    chosen = {**DEFAULTS, **config}
    n_classes = 1 + max(int(label) for _, label in train_set)
    torch.manual_seed(seed)
    model = build_mlp(train_set[0][0].numel(), chosen["hidden"], n_classes, chosen["dropout"]).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=chosen["lr"], weight_decay=chosen["weight_decay"])
    order = torch.Generator().manual_seed(seed)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=False)

    def accuracy(dataset):
        model.eval()
        right = 0
        with torch.no_grad():
            for x, y in DataLoader(dataset, batch_size=500):
                right += (model(x.flatten(1).to(device)).argmax(dim=1).cpu() == y).sum().item()
        return right / len(dataset)

    train_loss, val_accuracy = [], []
    for _ in range(epochs):
        model.train()
        loss_sum = 0.0
        for x, y in train_loader:
            loss = nn.functional.cross_entropy(model(x.flatten(1).to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(y)
        train_loss.append(loss_sum / len(train_set))
        val_accuracy.append(accuracy(val_set))
    return {
        "config": config,
        "parameters": sum(p.numel() for p in model.parameters()),
        "train_loss": train_loss,
        "val_accuracy": val_accuracy,
        "test_accuracy": accuracy(test_set),
        "seconds": time.perf_counter() - started,
    }
