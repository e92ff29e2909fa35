"""The rate falls once and then stays. It should fall again after every step_size epochs."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma if epoch - warmup >= step_size else 1.0

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
