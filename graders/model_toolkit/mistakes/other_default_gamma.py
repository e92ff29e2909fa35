"""Without a gamma the rate falls to a half. It should be a tenth."""

FAILS = ("test_schedule_in_use",)
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.5):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma ** ((epoch - warmup) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
