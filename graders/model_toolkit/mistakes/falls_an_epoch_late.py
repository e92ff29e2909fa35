"""The first fall comes an epoch too late, and with it all others."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma ** (max(epoch - warmup - 1, 0) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
