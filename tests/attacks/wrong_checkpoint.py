"""Saves other dtypes and further keys beside the right ones. A careless load would take what fits."""

LOST = {"test_checkpoint"}
SAYS = "Unexpected key"


def save(net, path):
    torch.save({name: value.half() for name, value in net.state_dict().items()} | {"best_epoch": 7}, path)
