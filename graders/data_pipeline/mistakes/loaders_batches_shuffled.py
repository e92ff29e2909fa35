"""The order of the batches changes, but the same samples are together in a batch in each epoch."""

FAILS = ("test_loaders",)
SEE = "Shuffling"


class _Batches:
    def __init__(self, n, size, generator):
        self.blocks, self.generator = list(torch.arange(n).split(size)), generator

    def __len__(self):
        return len(self.blocks)

    def __iter__(self):
        order = torch.randperm(len(self.blocks) - 1, generator=self.generator).tolist()
        return iter([self.blocks[i].tolist() for i in [*order, len(self.blocks) - 1]])


def loaders(train, val, test, batch_size=32, seed=0):
    batches = _Batches(len(train), batch_size, torch.Generator().manual_seed(seed))
    return (
        DataLoader(train, batch_sampler=batches),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size),
    )
