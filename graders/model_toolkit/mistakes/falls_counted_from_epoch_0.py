"""The epochs of the warm-up count for the falls, too. They are counted from the end of the warm-up."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma ** (epoch // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
