"""Checks like those of the real assignments, small enough to be run against every attack."""

import itertools

import torch

from torchgrade.checks import (
    close,
    copy_weights,
    count_parameters,
    is_number,
    is_numbers,
    is_tensor,
    parameters,
    points,
)


def drawn(rng, *shape):
    return torch.tensor(rng.normal(size=shape), dtype=torch.float32)


@points(1)
def test_adds(student, rng):
    """`add` adds two numbers."""
    a, b = rng.integers(100, 1000, size=2).tolist()
    assert student.add(a, b) == a + b, "which sign?"


@points(1)
def test_doubles(student, reference, rng):
    """`double` doubles a tensor."""
    x = drawn(rng, 7)
    close(student.double(x), reference.double(x), within=1e-6, where="double(x)")


@points(1)
def test_parameter_count(student, reference, rng):
    """The network has 44 parameters, and nothing besides them decides what it answers."""
    theirs, ours, x = student.Net(), reference.Net(), drawn(rng, 6, 3)
    assert count_parameters(theirs) == 44, "weights and biases of two layers"
    copy_weights(theirs, ours)
    close(theirs(x), ours(x), within=1e-5, where="Net()(x), against a network with the weights it shows")


@points(1)
def test_logits(student, reference, rng):
    """With given weights, in eval mode, a row's logits are those of the two layers, whatever the other rows are."""
    theirs, ours, x = student.Net(), reference.Net(), drawn(rng, 9, 3)
    copy_weights(ours, theirs)
    theirs.eval()
    close(theirs(x), ours(x), within=1e-5, where="net(x)")
    close(theirs(x[4:5]), ours(x)[4:5], within=1e-5, where="net(one row)")
    close(theirs(0 * x), ours(0 * x), within=1e-5, where="net(zeros)")
    close(theirs(x), ours(x), within=1e-5, where="net(x) once more")


@points(1)
def test_descends(student, reference, rng):
    """`descend` follows the loss curve of gradient descent."""
    w, x, y, steps = drawn(rng, 3), drawn(rng, 20, 3), drawn(rng, 20), int(rng.integers(5, 9))
    got = is_numbers(student.descend(w, x, y, 0.1, steps), steps, where="descend(...)")
    close(got, reference.descend(w, x, y, 0.1, steps), within=1e-5, where="descend(...)")


@points(1)
def test_learns(student, reference, rng, at_least):
    """`fit` learns a rule drawn just now, under class names drawn just now."""
    rule, names = drawn(rng, 3, 4), torch.tensor(rng.permutation(4))
    x, fresh = drawn(rng, 240, 3), drawn(rng, 1000, 3)
    trained, ours = student.fit(x, names[(x @ rule).argmax(dim=1)]), reference.Net()
    for name, value in parameters(trained).items():
        is_tensor(value, value.shape, torch.float32, where=name)
    copy_weights(trained, ours)  # the judge's own network answers, with the weights that were learned
    right = ours(fresh).argmax(dim=1) == names[(fresh @ rule).argmax(dim=1)]
    at_least(right.float().mean().item(), 0.75, where="accuracy on fresh points")


@points(1)
def test_measures(student, rng):
    """`accuracy` is the share of rows that are right."""
    logits, y = drawn(rng, 40, 4), torch.tensor(rng.integers(0, 4, size=40))
    expected = (logits.argmax(dim=1) == y).float().mean().item()
    close(is_number(student.accuracy(logits, y), where="accuracy"), expected, within=1e-6, where="accuracy(logits, y)")


@points(1)
def test_batches(student, reference, rng):
    """`batches` gives every row once, in order, and comes to an end."""
    x, size = drawn(rng, 17, 2), int(rng.integers(3, 6))
    got = list(itertools.islice(student.batches(x, size), 18))
    close(got, list(reference.batches(x, size)), within=0, where="list(batches(x, size))")


@points(1)
def test_checkpoint(student, fresh_student, scratch, rng):
    """What `save` wrote, `load` gives back in another process."""
    net, path, x = student.Net(), str(scratch / "net.pt"), drawn(rng, 5, 3)
    student.save(net, path)
    other = fresh_student()
    other.torch.manual_seed(int(rng.integers(2**31)))  # or it would draw the weights that the first one drew
    again = other.load(path)
    close(is_tensor(again(x), (5, 4), where="load(path)(x)"), net(x), within=1e-6, where="load(path)(x)")
