"""All groups get the rate of the first one. Each has a base of its own."""

FAILS = ("test_make_schedule", "test_schedule_in_use")
SEE = "A rate for every epoch"


class Schedule:
    def __init__(self, optimizer, warmup, step_size, gamma):
        self.optimizer, self.warmup, self.step_size, self.gamma = optimizer, warmup, step_size, gamma
        self.bases = [group["lr"] for group in optimizer.param_groups]
        self.epoch = 0
        self.set_rates()

    def factor(self):
        if self.epoch < self.warmup:
            return (self.epoch + 1) / self.warmup
        return self.gamma ** ((self.epoch - self.warmup) // self.step_size)

    def set_rates(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self.bases[0] * self.factor()

    def step(self):
        self.epoch += 1
        self.set_rates()


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    return Schedule(optimizer, warmup, step_size, gamma)
