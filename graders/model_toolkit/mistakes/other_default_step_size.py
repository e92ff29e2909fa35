"""Without a step_size the rate falls every 30 epochs. It should be every 10."""

FAILS = ("test_schedule_in_use",)
SEE = "A rate for every epoch"


def make_schedule(optimizer, warmup=0, step_size=30, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma ** ((epoch - warmup) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
