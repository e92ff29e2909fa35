"""The warm-up divides by warmup + 1, so that it never quite gets to the base rate."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / (warmup + 1)
        return gamma ** ((epoch - warmup) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
