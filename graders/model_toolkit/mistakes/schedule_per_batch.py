"""The rate moves with every step of the optimizer, that is, with every batch. It should move when the schedule
steps, once an epoch."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


class PerBatch(torch.optim.lr_scheduler.LambdaLR):
    def __init__(self, optimizer, factor):
        self.hooked = False
        super().__init__(optimizer, factor)
        optimizer.register_step_post_hook(lambda *_: super(PerBatch, self).step())
        self.hooked = True

    def step(self, epoch=None):
        if not self.hooked:
            super().step(epoch)


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma ** ((epoch - warmup) // step_size)

    return PerBatch(optimizer, factor)
