"""The nets stop early, each in an epoch of its own, because `train_with_validation` has a patience when nothing is
said.
"""

FAILS = ("test_compare",)
TWINS = ("one_epoch_too_few",)
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
        torch.manual_seed(seed)
        net = make()
        order = torch.Generator().manual_seed(seed)
        train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)
        val_loader = DataLoader(val_set, batch_size=batch_size)
        histories[name] = train_with_validation(net, train_loader, val_loader, epochs=epochs)
    return histories
