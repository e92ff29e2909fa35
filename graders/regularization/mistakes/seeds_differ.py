"""Each net has a seed of its own, so the nets differ by luck as well as by their regularisation."""

FAILS = ("test_fair_comparison",)
SEE = "A fair comparison"


def compare(train_set, val_set, epochs=30, batch_size=32, seed=0):
    makers = {
        "Baseline": lambda: NetworkWithDropout(2, 64, 1, dropout_prob=0.0),
        "Dropout": lambda: NetworkWithDropout(2, 64, 1, dropout_prob=0.3),
        "BatchNorm": lambda: NetworkWithBatchNorm(2, 64, 1),
        "Both": lambda: NetworkWithBoth(2, 64, 1, dropout_prob=0.3),
    }
    histories = {}
    for name, make in makers.items():
        seed += 1
        torch.manual_seed(seed)
        net = make()
        order = torch.Generator().manual_seed(seed)
        train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)
        val_loader = DataLoader(val_set, batch_size=batch_size)
        histories[name] = train_with_validation(net, train_loader, val_loader, epochs=epochs, patience=epochs)
    return histories
