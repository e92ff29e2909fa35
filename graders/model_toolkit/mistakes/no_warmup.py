"""There is no warm-up: the rate begins with its base."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        return gamma ** (max(epoch - warmup, 0) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
