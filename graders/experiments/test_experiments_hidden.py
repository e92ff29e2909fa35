"""Checks of `experiments` that students cannot see: the test set, defaults, modes, what ends a search."""

import torch

from graders.experiments.test_experiments import (
    DEFAULTS,
    answers,
    epoch_losses,
    experiment,
    layers_of,
    measured,
    replay,
    same_weights,
    states,
    steps,
    task,
)
from torchgrade.checks import close, fail, is_numbers, is_tensor, lend, needs, points


@points(1)
@needs("test_run_steps")
def test_test_set_is_seen_once(student, rng, device):
    """`run` takes each sample of the test set once, and none before training is over."""
    data, epochs, batch = task(rng, 33, 21, 17, (6,), 3), 3, 8
    seen = experiment(student, {"hidden": [9]}, data, {"epochs": epochs, "batch_size": batch}, device)
    taken, hint = seen.list("taken"), "what is a test set for, and what do you learn from it while you still choose?"
    early = sum(1 for _, before in taken if before < epochs * -(-len(data[0][0]) // batch))
    if early:
        fail("no test sample taken before training is over", f"{early} taken", where=seen.where, hint=hint)
    numbers = sorted(number for number, _ in taken)
    if numbers != list(range(len(data[2][0]))):
        fail(
            f"each of {len(data[2][0])} test samples taken once",
            f"{len(numbers)} taken, {len(set(numbers))} of them different",
            where=seen.where,
            hint=hint,
        )


@points(1)
@needs("test_run_steps")
def test_defaults(student, rng, device):
    """What a call leaves out has its defaults: one layer of 128, rates of 1e-3 and 1e-4, 10 epochs in batches of 64."""
    data, n_classes = task(rng, 150, 22, 19, (7,), 5), 5
    seen = experiment(student, {}, data, {}, device)
    orders = steps(seen, data, 10, 64)
    sizes = [7, *DEFAULTS["hidden"], n_classes]
    moved = states(seen, sizes)
    losses, expected = replay(moved[0], orders, data, DEFAULTS)
    hint = "which width, rates, epochs and batches hold when nothing is said?"
    same_weights(moved[-1], expected[-1], DEFAULTS["lr"], f"parameters after {seen.where}", hint)
    got = is_numbers(seen.result()["train_loss"], 10, where=f"{seen.where}['train_loss']")
    close(got, epoch_losses(losses, orders, 150), within=1e-4, where=f"{seen.where}['train_loss']", hint=hint)


@points(1)
@needs("test_run_steps", "test_dropout")
def test_modes(student, rng, device):
    """`run` drops units by the config's dropout in every step, and none when it measures."""
    # Fewer units than classes: the logits tell which of the units were kept, and how large.
    data, sizes, epochs, batch = task(rng, 60, 22, 19, (6,), 5), [6, 3, 5], 3, 20
    config = {"hidden": [3], "lr": 0.01, "dropout": float(rng.uniform(0.25, 0.5))}
    options = {"epochs": epochs, "batch_size": batch, "seed": int(rng.integers(2**31))}
    seen = experiment(student, config, data, options, device)
    orders, before = steps(seen, data, epochs, batch), states(seen, sizes)
    where, ratios = f"logits of the network in {seen.where}", []
    for order, layers, logits in zip(orders, before[:-1], seen.list("logits"), strict=True):
        got = is_tensor(logits, (len(order), 5), where=where)
        ratios.append(_kept(layers, data[0][0][order], got))
    for one in seen.list("measured"):
        x, logits = measured(one, 5, where)
        layers = layers_of(list(one["state"].values()), sizes, seen.where)
        hint = "in which mode does a network measure, after every epoch and at the end?"
        close(logits, answers(layers, x), within=1e-3, where=f"{where} when it measures", hint=hint)
    kept = torch.cat(ratios)
    scale, share = 1 / (1 - config["dropout"]), (kept > 0.5).double().mean().item()
    hint = "what becomes of the config's dropout?"
    where = f"hidden units in the steps of {seen.where}"
    # About 270 units that speak: a standard deviation of 0.03. Batches may be ill-conditioned, so the median counts.
    if abs(share - 1 / scale) > 0.2 or abs(kept[kept > 0.5].median().item() - scale) > 0.02 * scale:
        found = f"{share:.2f} kept" if (kept > 0.5).any() else "none kept"
        fail(f"a share of about {1 / scale:.2f} of them kept, scaled by {scale:.3f}", found, where=where, hint=hint)


def _kept(layers, x, logits):
    """How large the units that speak are in a step, as multiples of what they are without dropout."""
    (first, bias), (last, shift) = layers
    units = torch.linalg.lstsq(last.double(), (logits - shift).double().T).solution.T
    whole = torch.relu(x @ first.T + bias).double()
    speak = whole > 0.05
    return units[speak] / whole[speak]


def ended(search, what, told):
    """What ends a search whose third config raises: by which exception, and how many were tried until then."""
    tried, raised, kinds = [], [], {kind.__name__: kind for kind in (KeyboardInterrupt, SystemExit, LookupError)}

    def run_one(config):
        tried.append(config["number"])
        if len(tried) == 3 and not told:
            raise kinds[what]("stop")
        return {"config": config, "val_accuracy": [0.5]}

    def on_result(result):
        if len(tried) == 3 and told and not raised:
            raised.append(what)
            raise kinds[what]("stop")

    try:
        search([{"number": number} for number in range(5)], run_one, on_result)
    except BaseException as error:
        return type(error).__name__, len(tried)
    return "nothing", len(tried)


@points(1)
@needs("test_search")
def test_search_can_be_ended(student):
    """`search` lets KeyboardInterrupt and SystemExit through, and whatever `on_result` raises."""
    for what, told in (
        ("KeyboardInterrupt", False),
        ("SystemExit", False),
        ("KeyboardInterrupt", True),
        ("LookupError", True),
    ):
        by, tried = lend(student, ended)(student.search, what, told)
        raised = "on_result" if told else "run_one"
        if by != what or tried != 3:
            fail(
                f"{what}, and no further config tried",
                f"{by} after {tried} configs",
                where=f"search(configs, run_one, on_result), when {raised} raises {what} at the third config",
                hint="which exceptions are failures of a config, and whose are they?",
            )
