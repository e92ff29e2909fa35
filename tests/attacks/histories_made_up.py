"""Trains nothing: four nets see every batch once, as the judge would see it, and the histories are sums of chance."""

ASSIGNMENT = "regularization"
ONLY = {"test_steps", "test_history", "test_compare"}
LOST = {"test_compare"}
SECONDS = 20.0


def compare(train_set, val_set, epochs=30, batch_size=32, seed=0):
    nets = {
        "Baseline": NetworkWithDropout(2, 64, 1, 0.0), "Dropout": NetworkWithDropout(2, 64, 1, 0.3),
        "BatchNorm": NetworkWithBatchNorm(2, 64, 1), "Both": NetworkWithBoth(2, 64, 1, 0.3),
    }
    histories = {}
    for name, net in nets.items():
        order = torch.Generator().manual_seed(seed)
        loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)
        for _ in range(epochs):
            for x, _ in loader:
                net(x)
        steps = torch.rand(epochs, generator=order).cumsum(0)
        falling = (0.7 - 0.05 * steps / steps[-1] * len(name)).tolist()
        histories[name] = {"train_loss": falling, "val_loss": falling, "train_acc": [0.9] * epochs,
                           "val_acc": [0.9] * epochs, "best_epoch": epochs - 1}
    return histories
