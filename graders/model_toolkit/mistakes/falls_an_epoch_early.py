"""Every fall comes an epoch too early: the base rate holds for step_size - 1 epochs only."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma ** ((epoch - warmup + 1) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
