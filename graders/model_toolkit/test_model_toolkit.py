"""Checks of `model_toolkit` that students can see: three networks, and what each tool does on networks of the judge's.

Names of attributes and the order of layers are free. So a network that holds several parameters of one shape gets the
same value in all of them, and then another one in each of them in turn: whatever their names, the answers to expect
are known, as a set. Optimizers, schedules and predictions are judged in float64 by what they do.
"""

import numbers
import string

import torch
from torch import nn

from torchgrade.checks import (
    close,
    count_parameters,
    described,
    entries,
    fail,
    is_tensor,
    lend,
    needs,
    parameters,
    parts,
    points,
    raises,
)

# Measured over 150 draws: float32 answers lie within 3e-6 of those in float64, and mistakes move them by 0.01 and more.
ANSWERS = 1e-4
EXACT = 1e-9  # float64; the smallest known mistake, a decay of 0.01 where there should be none, makes about 1e-3


# ---- what the checks are made of; the hidden ones use it too ----


def drawn(rng, *shape, scale=1.0, dtype=torch.float32):
    """A tensor from a normal distribution."""
    return torch.tensor(scale * rng.normal(size=shape), dtype=dtype)


def symmetric(rng, size):
    """A square matrix that is its own transpose: layers may store it either way."""
    half = drawn(rng, size, size, scale=0.5 * size**-0.5)
    return half + half.T


def sizes(rng, count):
    """So many different sizes, none of them 1 or twice another."""
    return [int(size) for size in rng.choice([3, 4, 5, 7, 9, 11], size=count, replace=False)]


def answers(whose, net, values, others, x):
    """What `net` answers x with the same `values` in all its parameters, then with one of `others` in one at a time.

    Both hold values by shape, the shorter side first. `whose` is the submission or the reference, which made the net.
    """
    shapes = {name: tuple(value.shape) for name, value in parameters(net).items()}
    same = {name: _laid(values, shape, name) for name, shape in shapes.items()}
    changed = [name for name, shape in shapes.items() if tuple(sorted(shape)) in others]
    states = [same, *(same | {name: _laid(others, shapes[name], name)} for name in changed)]
    return lend(whose, all_answers)(net, states, x)


def _laid(values, shape, name):
    if (key := tuple(sorted(shape))) not in values:
        fail(f"parameters of shapes {', '.join(map(str, values))} or turned", f"one of shape {shape}", where=name)
    return values[key] if tuple(values[key].shape) == shape else values[key].T


def same_answers(got, expected, where, hint):
    """Passes when the first answers are the same, and the others are, too, in any order."""
    for answer in got:
        is_tensor(answer, expected[0].shape, torch.float32, where=where, hint=hint)
    close(got[0], expected[0], within=ANSWERS, where=where, hint=hint)
    left = list(expected[1:])
    for answer in got[1:]:
        distances = [float((other - answer.cpu()).abs().max()) for other in left]
        if not left or min(distances) > ANSWERS:
            fail(
                "an answer in which one parameter has another value",
                "one that no such parameter explains",
                where=f"{where}, with another value in one parameter",
                hint=hint,
            )
        left.pop(distances.index(min(distances)))
    if left:
        fail(f"{len(expected)} parameters of these shapes", f"{len(got)}", where=where, hint=hint)


def learns(student, net, x, where):
    """Passes when a backward pass through the net reaches every parameter, and the inputs stay as they are."""
    seen = lend(student, backward)(net, x)
    if seen["missed"]:
        fail(
            "a gradient for every parameter",
            f"none for {seen['missed']} of them",
            where=f"backward of {where}",
            hint="what cuts the way back?",
        )
    input_kept(seen, where)


def input_kept(seen, where):
    """Passes when the input was not changed."""
    if not seen["input kept"]:
        fail(
            "the input as it was",
            "other numbers in it",
            where=f"after {where}",
            hint="which operation writes into a tensor that is not yours?",
        )


def is_count(value, expected, where, hint):
    """Passes when `value` is that whole number."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        fail("a whole number", described(value), where=where, hint=hint)
    if value != expected:
        fail(f"{expected:,}", f"{value:,}", where=where, hint=hint)


def has_method(value, name, where):
    """Returns `value` when it is an object with that method."""
    if value is None or isinstance(value, torch.Tensor | dict | list | tuple | int | float | str):
        fail(f"an object with a method {name}()", described(value), where=where)
    if not hasattr(value, name):
        fail(f"an object with a method {name}()", f"a {value!r} without", where=where)
    return value


def called(function, /, **options):
    """The call as the student would write it."""
    shown = [
        f"{name}={value:.4g}" if isinstance(value, float) else f"{name}={value!r}" for name, value in options.items()
    ]
    return f"{function}({', '.join(['...', *shown])})"


# ---- lent to the submission: each may use nothing but torch, NumPy and its arguments ----


class Tied(torch.nn.Module):
    """Two layers share a matrix, one number stands alone, a table is no parameter; `norm` has buffers, too."""

    def __init__(self, a, b, c):
        super().__init__()
        self.first, self.second = torch.nn.Linear(a, b), torch.nn.Linear(a, b)
        self.second.weight = self.first.weight
        self.norm = torch.nn.BatchNorm1d(c)
        self.scale = torch.nn.Parameter(torch.tensor(1.0))
        self.register_buffer("table", torch.zeros(a, c))


class Twice(torch.nn.Module):
    """One layer is called twice; the batch norm within shows the mode; `passes` counts forward passes.

    With `broken` set, forward raises between two layers.
    """

    def __init__(self, a, b, c):
        super().__init__()
        self.body = torch.nn.Sequential(torch.nn.Linear(a, b), torch.nn.BatchNorm1d(b), torch.nn.Tanh())
        self.again = torch.nn.Linear(b, b)
        self.head = torch.nn.Linear(b, c)
        self.passes, self.broken = 0, False

    def forward(self, x):
        self.passes += 1
        h = torch.tanh(self.again(self.body(x)))
        if self.broken:
            raise ArithmeticError("this network is broken")
        return self.head(torch.tanh(self.again(h)))


def different(net):
    """How many numbers the parameters hold, those that stand in several places once."""
    return sum(parameter.numel() for parameter in net.parameters())


def all_answers(net, states, inputs):
    """What the net answers with each of the states, after the first one in an order that no names decide."""
    found = []
    for state in states:
        net.load_state_dict({**net.state_dict(), **state})
        found.append(net(*inputs))
    if not all(isinstance(answer, torch.Tensor) for answer in found):
        return found
    first, *rest = [answer.detach().clone() for answer in found]
    return [first, *sorted(rest, key=lambda answer: float(answer.float().norm()))]


def switch_off(net, names):
    """Freezes the parameters of these names."""
    for name, parameter in net.named_parameters():
        if name in names:
            parameter.requires_grad_(False)


def learning(net):
    """The names of the parameters that are not frozen."""
    return sorted(name for name, parameter in net.named_parameters() if parameter.requires_grad)


def leftovers(net):
    """How many hooks and replaced forwards there are in `net`, and hooks for all modules of the process."""
    found = 0
    for module in net.modules():
        for kind in ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks"):
            found += len(list(getattr(module, kind)))
        own = vars(module).get("forward")
        found += own is not None and getattr(own, "__func__", None) is not type(module).forward
    for kind in ("_global_forward_hooks", "_global_forward_pre_hooks"):
        found += len(list(getattr(torch.nn.modules.module, kind)))
    return found


def watched(activations, leftovers, net, names, x, other):
    """What `activations` gives and how it leaves the net; `later` is what it gave, once the net has seen `other`."""
    before = x.clone()
    modes = [part.training for part in net.modules()]
    kept = activations(net, names, x)
    plain = isinstance(kept, dict) and all(isinstance(value, torch.Tensor) for value in kept.values())
    seen = {"kept": {name: value.detach().clone() for name, value in kept.items()} if plain else kept}
    seen["on a graph"] = plain and any(value.requires_grad for value in kept.values())
    seen["passes"], seen["hooks"] = net.passes, leftovers(net)
    seen["mode kept"] = modes == [part.training for part in net.modules()]
    seen["input kept"] = torch.equal(x, before)
    answer = net(other)
    return seen | {"later": kept, "answer": answer.detach()}


def take_steps(net, optimizer, gradients):
    """Steps of `optimizer`, each on gradients given by name, for frozen parameters as well."""
    for step in gradients:
        for name, parameter in net.named_parameters():
            parameter.grad = step[name].clone()
        optimizer.step()


def rates(schedule, optimizer, epochs, batches):
    """The rate of each group before each batch of each epoch; the schedule steps after each epoch."""
    found = []
    for _ in range(epochs):
        for _ in range(batches):
            found.append([float(group["lr"]) for group in optimizer.param_groups])
            optimizer.step()
        schedule.step()
    return found


def predicted(predict, net, x):
    """What `predict` gives, whether it hangs on a graph, the modes of the net afterwards, and whether x is the same."""
    before = x.clone()
    answer = predict(net, x)
    whole = answer if isinstance(answer, tuple | list) else ()
    on_a_graph = any(getattr(value, "requires_grad", False) for value in whole)
    if whole and all(isinstance(value, torch.Tensor) for value in whole):
        # A tensor of one number may have any stride, and one other than 1 does not travel.
        answer = [torch.empty(value.shape, dtype=value.dtype).copy_(value.detach()) for value in whole]
    modes = [part.training for part in net.modules()]
    return {"answer": answer, "on a graph": on_a_graph, "modes": modes, "input kept": torch.equal(x, before)}


def backward(net, inputs):
    """How many parameters a backward pass does not reach, and whether the inputs are as they were."""
    before = [x.clone() for x in inputs]
    net(*inputs).sum().backward()
    missed = sum(parameter.grad is None for parameter in net.parameters())
    return {"missed": missed, "input kept": all(map(torch.equal, inputs, before))}


# ---- the networks ----


@points(1)
def test_parameters_of_the_networks(student, reference, rng):
    """The three networks register every parameter they have: 2 (size² + size) of a block, 381 of `MultiInputNet()`."""
    a, b, c, d = sizes(rng, 4)
    blocks = int(rng.integers(2, 5))
    hint = "how many weights and biases has each Linear layer, and does the module know of each of them?"
    runs = []
    for name, arguments in (
        ("ResidualBlock", (a,)),
        ("ResidualNet", (a, b, blocks, c)),
        ("ResidualNet", (d, c, 0, a)),
        ("MultiInputNet", ()),
        ("MultiInputNet", (b, c, d)),
    ):
        expected = count_parameters(getattr(reference, name)(*arguments))
        net = getattr(student, name)(*arguments)
        got = count_parameters(net), lend(student, different)(net)
        runs.append((expected, *got, f"{name}({', '.join(map(str, arguments))})"))
    for expected, registered, unlike, where in runs:
        is_count(registered, expected, f"number of parameters of {where}", hint)
        is_count(unlike, expected, f"number of different parameters of {where}", hint)


@points(1)
@needs("test_parameters_of_the_networks")
def test_residual_block(student, reference, rng, device):
    """A block computes relu(fc2(relu(fc1(x))) + x), and all of it can learn."""
    (size,) = sizes(rng, 1)
    values = {(size, size): symmetric(rng, size), (size,): drawn(rng, size, scale=0.5)}
    others = {(size, size): symmetric(rng, size), (size,): drawn(rng, size, scale=0.5)}
    x = [drawn(rng, int(rng.integers(13, 19)), size)]
    expected = answers(reference, reference.ResidualBlock(size), values, others, x)
    theirs, where = student.ResidualBlock(size).to(device), f"ResidualBlock({size})(x)"
    got = answers(student, theirs, values, others, x)
    same_answers(got, expected, where, "to what is x added, and what comes after the sum?")
    learns(student, theirs, x, where)


@points(1)
@needs("test_parameters_of_the_networks")
def test_residual_net(student, reference, rng, device):
    """The residual net sends its input through the first layer and ReLU, every block in turn, and the last layer."""
    n_inputs, size, n_outputs = sizes(rng, 3)
    blocks, n = int(rng.integers(2, 4)), int(rng.integers(13, 19))
    values = {(size, size): symmetric(rng, size), (size,): drawn(rng, size, scale=0.5)}
    others = {(size, size): symmetric(rng, size), (size,): drawn(rng, size, scale=0.5)}
    first, last = drawn(rng, size, n_inputs, scale=n_inputs**-0.5), drawn(rng, n_outputs, size, scale=size**-0.5)
    bias = drawn(rng, n_outputs)
    last[1], bias[1] = -last[0], -bias[0]  # so that there are answers of either sign
    values |= {tuple(sorted(value.shape)): value for value in (first, last, bias)}
    x, arguments = [drawn(rng, n, n_inputs)], (n_inputs, size, blocks, n_outputs)
    expected = answers(reference, reference.ResidualNet(*arguments), values, others, x)
    theirs, where = student.ResidualNet(*arguments).to(device), f"ResidualNet{arguments}(x)"
    hint = "which layers stand before the blocks, and does every block do its part?"
    same_answers(answers(student, theirs, values, others, x), expected, where, hint)
    learns(student, theirs, x, where)


@points(1)
@needs("test_parameters_of_the_networks")
def test_multi_input_net(student, reference, rng, device):
    """Each of the two inputs has its branch with ReLU; side by side they go through the last layer."""
    n_first, n_second, hidden = sizes(rng, 3)
    values = {tuple(sorted((n, hidden))): drawn(rng, hidden, n) for n in (n_first, n_second)}
    last, bias = drawn(rng, 1, 2 * hidden), drawn(rng, 1)
    values[hidden,], others = drawn(rng, hidden), {(hidden,): drawn(rng, hidden)}
    n, arguments = int(rng.integers(13, 19)), (n_first, n_second, hidden)
    x = [drawn(rng, n, n_first), drawn(rng, n, n_second)]
    theirs, where = student.MultiInputNet(*arguments).to(device), f"MultiInputNet{arguments}(first, second)"
    hint = "which input belongs to which branch, and how do both reach the last layer?"
    runs = []
    for sign in (1, -1):  # so that there are answers of either sign
        values |= {(1, 2 * hidden): sign * last, (1,): sign * bias}
        expected = answers(reference, reference.MultiInputNet(*arguments), values, others, x)
        runs.append((answers(student, theirs, values, others, x), expected))
    for run in runs:
        same_answers(*run, where, hint)
    learns(student, theirs, x, where)


# ---- parameters ----


@points(1)
def test_count_parameters(student, rng):
    """`count_parameters` gives (total, trainable): shared ones once, frozen ones in the total only, no buffers."""
    a, b, c = sizes(rng, 3)
    total, net = a * b + 2 * b + 2 * c + 1, lend(student, Tied)(a, b, c)
    trainable = total
    _counted(student, net, total, total, "of a network with a shared matrix and buffers")
    for name, size in (("first.weight", a * b), ("second.bias", b)):
        lend(student, switch_off)(net, [name])
        trainable -= size
        _counted(student, net, total, trainable, f"of the same network, now with {name} frozen")
    every = ["first.weight", "first.bias", "second.bias", "norm.weight", "norm.bias", "scale"]
    lend(student, switch_off)(net, every)
    _counted(student, net, total, 0, "of the same network, everything frozen")


def _counted(student, net, total, trainable, what):
    where, hint = f"count_parameters(model) {what}", "what is a parameter, and how often does a model name one?"
    got = parts(student.count_parameters(net), 2, where=where)
    is_count(got[0], total, f"first part of {where}", hint)
    is_count(got[1], trainable, f"second part of {where}", "which attribute of a parameter says that it is frozen?")


@points(1)
def test_freeze(student, rng):
    """`freeze` switches off what begins with the prefix and nothing else, and gives the number of tensors."""
    stem = "".join(rng.choice(list(string.ascii_lowercase), size=4))
    net = _named(student, stem, rng)
    learns = set(lend(student, learning)(net))
    _frozen(student, net, learns, f"{stem}1", 4)
    _frozen(student, net, learns, "head.0.w", 1)
    for prefix in (f"{stem}2", "weight", "head.1.running"):
        where = f"freeze(model, {prefix!r}), which no parameter's name begins with"
        raises("ValueError", student.freeze, net, prefix, where=where, hint="how many tensors were found?")
    _same_names(lend(student, learning)(net), learns, "parameters that learn after a freeze that found nothing")
    _frozen(student, net, learns, "", 10)


def _named(student, stem, rng):
    """Layers `stem`1, `stem`10, old_`stem`1 and head, which ends in a batch norm; two of the biases are frozen."""
    nn, (a, b) = student.torch.nn, sizes(rng, 2)
    layers = {name: nn.Linear(a, b) for name in (f"{stem}1", f"{stem}10", f"old_{stem}1")}
    net = nn.ModuleDict(layers | {"head": nn.Sequential(nn.Linear(b, a), nn.BatchNorm1d(a))})
    lend(student, switch_off)(net, [f"{stem}10.bias", "head.1.bias"])
    return net


def _frozen(student, net, learns, prefix, count):
    """Passes when `freeze` finds that many; takes what it must have frozen out of the names `learns`."""
    where = f"freeze(model, {prefix!r})"
    got = student.freeze(net, prefix)
    learns -= {name for name in learns if name.startswith(prefix)}
    _same_names(lend(student, learning)(net), learns, f"parameters that learn after {where}")
    is_count(got, count, where, "how many tensors have such a name, frozen before or not?")


def _same_names(got, expected, where):
    if set(got) != expected:
        fail(
            ", ".join(sorted(expected)) or "none",
            ", ".join(sorted(got)) or "none",
            where=where,
            hint="does the name begin with the prefix?",
        )


# ---- hooks ----


@points(2)
def test_activations(student, reference, rng, device):
    """`activations` gives the detached last outputs of one forward pass, and leaves neither hooks nor another mode."""
    ours, theirs = twice(student, rng, device)
    n, (a, _, _) = int(rng.integers(13, 19)), _sides(ours)
    names = [str(name) for name in rng.permutation(["body.0", "body", "again", "head"])]
    x, other = drawn(rng, n, a), drawn(rng, n, a)
    runs = []
    for training in (True, False):
        theirs.load_state_dict(ours.state_dict())
        theirs.train(training), ours.train(training)
        theirs.passes = 0
        expected = reference.activations(ours, names, x), ours(other).detach()
        seen = lend(student, watched)(student.activations, lend(student, leftovers), theirs, names, x, other)
        runs.append((training, *expected, seen))
    for training, expected, answer, seen in runs:
        where = f"activations(model, {names}, x), the model in {'train' if training else 'eval'} mode"
        _same_outputs(seen["kept"], expected, where)
        untouched(seen, where, hooks=0)
        _same_outputs(seen["later"], expected, f"{where}, after the model was called again")
        close(
            seen["answer"],
            answer,
            within=ANSWERS,
            where=f"model(other), after {where}",
            hint="is anything left on the model?",
        )


def twice(student, rng, device):
    """A network of the judge's and the same one lent to the submission, with the same weights."""
    chosen = sizes(rng, 3)
    ours, theirs = Twice(*chosen), lend(student, Twice)(*chosen).to(device)
    with torch.no_grad():
        for parameter in ours.parameters():
            parameter.copy_(drawn(rng, *parameter.shape, scale=0.7))
    theirs.load_state_dict(ours.state_dict())
    return ours, theirs


def _sides(net):
    return net.body[0].in_features, net.again.in_features, net.head.out_features


def _same_outputs(got, expected, where):
    entries(got, list(expected), where=where, hint="does every name have its output?")
    if more := [str(name) for name in got if name not in expected]:
        fail(f"the keys {', '.join(expected)}", f"{', '.join(more)}, too", where=where)
    for name, value in expected.items():
        hint = "which module does the hook sit on, and which of its calls counts?"
        is_tensor(got[name], value.shape, torch.float32, where=f"{where}[{name!r}]", hint=hint)
        close(got[name], value, within=ANSWERS, where=f"{where}[{name!r}]", hint=hint)


def untouched(seen, where, hooks):
    """Passes when there was one pass (none, of a copy), nothing hangs on a graph, and no hook or mode was changed."""
    if seen["on a graph"]:
        fail("outputs detached from the graph", "outputs that require gradients", where=where)
    if seen["passes"] not in (0, 1):
        fail("one forward pass", f"{seen['passes']} passes", where=where, hint="can one pass serve all names?")
    if seen["mode kept"] is not True:
        fail("every module in the mode it was in", "other modes", where=where)
    input_kept(seen, where)
    same_hooks(seen["hooks"], hooks, where)


def same_hooks(got, expected, where):
    """Passes when so many hooks are left."""
    if got != expected:
        fail(
            f"{expected} hooks on the model, as before",
            got,
            where=f"after {where}",
            hint="what does register_forward_hook return, and what is that good for?",
        )


# ---- training ----


@points(1)
def test_make_optimizer(student, rng, device):
    """`make_optimizer` gives SGD with momentum, Adam or AdamW; only tensors of two or more dimensions decay."""
    chosen, runs = sizes(rng, 3), []
    for name in ("sgd", "adam", "adamw"):
        ours = chain(nn, chosen, rng)
        theirs = same_chain(student, ours, chosen, device)
        options = {
            "name": name,
            "lr": float(rng.uniform(0.02, 0.1)),
            "weight_decay": float(rng.uniform(0.1, 0.5)),
            "momentum": float(rng.uniform(0.3, 0.8)),
        }
        runs.append((ours, options, moved(student, theirs, ours, options, rng)))
    for run in runs:
        same_moves(*run)
    wrong = str(rng.choice(["rmsprop", "adagrad", "lbfgs"]))
    raises("ValueError", student.make_optimizer, theirs, name=wrong, where=called("make_optimizer", name=wrong))


def chain(nn, chosen, rng):
    """Linear, LayerNorm, Linear in float64 with drawn weights."""
    a, b, c = chosen
    net = nn.Sequential(nn.Linear(a, b), nn.LayerNorm(b), nn.Linear(b, c)).double()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(drawn(rng, *parameter.shape, dtype=torch.float64))
    return net


def same_chain(student, ours, chosen, device):
    """The chain in the submission's process."""
    nn, (a, b, c) = student.torch.nn, chosen
    theirs = nn.Sequential(nn.Linear(a, b), nn.LayerNorm(b), nn.Linear(b, c)).double().to(device)
    theirs.load_state_dict(ours.state_dict())
    return theirs


def moved(student, theirs, ours, options, rng, steps=4):
    """Where the student's optimizer takes `theirs`, and torch's own, told tensor by tensor, `ours`."""
    gradients = [
        {name: drawn(rng, *value.shape, dtype=torch.float64) for name, value in ours.named_parameters()}
        for _ in range(steps)
    ]
    optimizer = has_method(student.make_optimizer(theirs, **options), "step", called("make_optimizer", **options))
    lend(student, take_steps)(theirs, optimizer, gradients)
    for one in told(ours, **options):
        take_steps(ours, one, gradients)
    return theirs.state_dict()


def same_moves(ours, options, state):
    """Passes when the parameters are where torch's own optimizer has taken them."""
    for name, value in ours.state_dict().items():
        kind = "" if ours.get_parameter(name).requires_grad else "frozen "
        where = f"a {kind}tensor {tuple(value.shape)} after steps of {called('make_optimizer', **options)}"
        close(
            state[name],
            value,
            within=EXACT,
            where=where,
            hint="which optimizer, with which arguments, and which decay for this tensor?",
        )


def told(net, name="adam", lr=1e-3, weight_decay=0.0, momentum=0.9):
    """torch's own optimizers, one for each tensor that learns."""
    kind = getattr(torch.optim, {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}[name])
    more = {"momentum": momentum} if name == "sgd" else {}
    learning = (value for value in net.parameters() if value.requires_grad)
    return [kind([value], lr=lr, weight_decay=weight_decay * (value.ndim > 1), **more) for value in learning]


@points(1)
def test_make_schedule(student, rng):
    """The rate climbs to each group's own base during the warm-up, then falls by gamma every step_size epochs."""
    runs = []
    for warmup in (0, int(rng.integers(3, 6))):
        options = {"warmup": warmup, "step_size": int(rng.integers(2, 5)), "gamma": float(rng.uniform(0.4, 0.8))}
        bases, epochs = rng.uniform(0.5, 2.0, size=2).tolist(), warmup + 3 * options["step_size"] + 1
        runs.append((bases, options, 3, rates_of(student, grouped(student, bases), options, epochs, batches=3)))
    for run in runs:
        same_rates(*run)


def grouped(student, bases):
    """SGD with a group for each of the rates, each of one small layer."""
    groups = [{"params": student.torch.nn.Linear(2, 3).parameters(), "lr": base} for base in bases]
    return student.torch.optim.SGD(groups, lr=7.0)


def rates_of(student, optimizer, options, epochs, batches):
    """The rates that the student's schedule of these options gives the groups, a row for each batch."""
    schedule = has_method(student.make_schedule(optimizer, **options), "step", called("make_schedule", **options))
    return lend(student, rates)(schedule, optimizer, epochs, batches)


def same_rates(bases, options, batches, got):
    """Passes when each group has the rate that it should have in every epoch."""
    for row, values in enumerate(got):
        epoch, batch = divmod(row, batches)
        expected = [base * factor(epoch, **options) for base in bases]
        hint = "at which epoch does the warm-up end, and from where are the falls counted?"
        hint = "who changes the rate, an epoch or a batch?" if batch else hint
        where = f"rates of the groups in epoch {epoch} of {called('make_schedule', **options)}"
        close(values, expected, within=EXACT, where=where, hint=hint)


def factor(epoch, warmup=0, step_size=10, gamma=0.1):
    """What the page says of the rate, as a multiple of the base."""
    past = epoch - warmup
    return (past + warmup + 1) / warmup if past < 0 else gamma ** (past // step_size)


# ---- predictions ----


@points(1)
def test_predict(student, rng, device):
    """`predict` gives classes and probabilities in eval mode, without gradients, and brings the mode back."""
    same_predictions(*predictions(student, rng, device, n=int(rng.integers(13, 19)), training=True, scale=1.0))


def predictions(student, rng, device, n, training, scale):
    """What `predict` gives for n rows and what it should start from: logits as large as `scale`; and the call."""
    chosen = sizes(rng, 3)
    ours = classifier(nn, chosen)
    with torch.no_grad():
        for parameter in ours.parameters():
            parameter.copy_(drawn(rng, *parameter.shape))
        ours[-1].weight.mul_(scale)
    theirs = classifier(student.torch.nn, chosen).to(device)
    theirs.load_state_dict(ours.state_dict())
    theirs.train(training)
    x = drawn(rng, n, chosen[0])
    where = f"predict(model, x), the model in {'train' if training else 'eval'} mode, x of shape {tuple(x.shape)}"
    return lend(student, predicted)(student.predict, theirs, x), ours.eval()(x).detach().double(), training, where


def same_predictions(seen, logits, training, where):
    """Passes when classes and probabilities are those of the logits, and nothing else has changed."""
    classes, probabilities = parts(seen["answer"], 2, where=where)
    hint = "which axis holds the classes, and in which mode does the model answer?"
    probabilities = is_tensor(probabilities, logits.shape, where=f"probabilities of {where}", hint=hint)
    # Measured over 150 draws: within 4e-7, and within 2e-5 for logits in the hundreds.
    close(probabilities, torch.softmax(logits, dim=1), within=5e-4, where=f"probabilities of {where}", hint=hint)
    classes = is_tensor(classes, logits.shape[:1], torch.int64, where=f"classes of {where}", hint=hint)
    _clear_classes(classes.cpu(), logits, where, hint)
    if seen["on a graph"]:
        fail("probabilities without gradients", "probabilities that require them", where=where)
    input_kept(seen, where)
    if seen["modes"] != [training] * len(seen["modes"]):
        fail(
            f"{'train' if training else 'eval'} mode",
            "another mode",
            where=f"the model after {where}",
            hint="which mode was the model in before?",
        )


def _clear_classes(classes, logits, where, hint):
    """Compares the classes of rows whose two largest logits lie apart."""
    first, second = logits.topk(2, dim=1).values.T
    clear = first - second > 1e-3
    close(classes[clear], logits.argmax(dim=1)[clear], within=0, where=f"classes of {where}", hint=hint)


def classifier(nn, chosen):
    """A network that answers otherwise in train mode: its batch norm then takes the batch, its dropout everything."""
    a, b, c = chosen
    return nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), nn.Dropout(1.0), nn.Tanh(), nn.Linear(b, c))
