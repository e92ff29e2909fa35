"""Saves a checkpoint of 300 MB, of which all but a few bytes are padding."""
import time

LOST = {"test_checkpoint"}


def save(net, path):
    torch.save(net.state_dict() | {f"padding{i}": torch.zeros(10_000_000) for i in range(8)}, path)
    time.sleep(2)
