"""The warm-up begins with a rate of 0: epoch 0 learns nothing. Its share is 1 / warmup, and the last epoch of the
warm-up has all of it."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return epoch / warmup
        return gamma ** ((epoch - warmup) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
