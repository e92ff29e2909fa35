"""The AND perceptron: its shape, its training, its decisions."""

import torch

from assignments import datasets
from torchgrade.checks import close, copy_weights, count_parameters, fail, is_numbers, is_tensor, points, weights


def rows(rng, n):
    """Inputs (n, 2), and labels (n, 1) of both kinds in no pattern."""
    X = torch.tensor(rng.uniform(-1.5, 1.5, size=(n, 2)), dtype=torch.float32)
    y = torch.tensor(rng.permutation([i % 3 == 0 for i in range(n)]), dtype=torch.float32)
    return X, y.reshape(n, 1)


def drawn_weights(reference, rng):
    """A perceptron whose probabilities and gradients are far from 0: two weights of unlike size, and a bias."""
    net = reference.Perceptron()
    signs = rng.choice([-1.0, 1.0], size=3)
    w1, w2, bias = signs * rng.uniform([0.4, 1.2, 0.4], [0.8, 1.6, 0.8])
    net.load_state_dict({"linear.weight": torch.tensor([[w1, w2]]), "linear.bias": torch.tensor([bias])})
    return net


def plain_net(student, weights_of, device):
    """A perceptron that owes nothing to the student's class: `train` and `predict` take any such module."""
    nn = student.torch.nn
    net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()).to(device)
    copy_weights(weights_of, net)
    return net


@points(0.5)
def test_three_parameters(student):
    """The perceptron has three parameters: two weights and a bias."""
    got = count_parameters(student.Perceptron())
    assert got == 3, "what does one linear layer with 2 inputs and 1 output hold?"


@points(0.5)
def test_output_is_a_column(student, device, rng):
    """The perceptron maps N rows of two numbers to a column (N, 1), one number for each row."""
    got = student.Perceptron().to(device)(rows(rng, 7)[0])
    is_tensor(
        got,
        (7, 1),
        torch.float32,
        where="Perceptron()(X) for X of shape (7, 2)",
        hint="which shape does y have, and what does the loss do with two different shapes?",
    )


@points(1)
def test_forward(student, reference, device, rng):
    """From given weights and bias, the output is the sigmoid of the weighted sum."""
    given, net, (X, _) = drawn_weights(reference, rng), student.Perceptron().to(device), rows(rng, 9)
    expected = given(X).detach()
    copy_weights(given, net)
    got = is_tensor(net(X), (9, 1), where="output for 9 rows, weights given")
    close(
        got,
        expected,
        within=1e-5,
        where="output for 9 rows, weights given",
        hint="what happens to the sum after the layer, and is the bias in it?",
    )


@points(1)
def test_predict(student, reference, device, rng):
    """`predict` answers 1.0 where the model's probability is above one half, and 0.0 where it is below."""
    given = drawn_weights(reference, rng)
    X = torch.tensor(rng.uniform(-3, 3, size=(60, 2)), dtype=torch.float32)
    X = X[(given(X).detach() - 0.5).abs().flatten() > 0.02][:40]  # nothing near the threshold
    where = f"predict(model, X) for X of shape {tuple(X.shape)}"
    got = is_tensor(student.predict(plain_net(student, given, device), X), (len(X), 1), where=where)
    if not got.is_floating_point():
        fail("a float tensor", got, where=where, hint="which type does a comparison give?")
    close(got, (given(X) > 0.5).float(), within=0.0, where=where, hint="what are the two possible answers?")


@points(0.5)
def test_one_loss_per_epoch(student, reference, device, rng):
    """`train` returns a list with one Python float per epoch."""
    epochs, net = int(rng.integers(11, 19)), plain_net(student, drawn_weights(reference, rng), device)
    is_numbers(
        student.train(net, *rows(rng, 8), lr=0.5, epochs=epochs),
        epochs,
        where=f"losses of train(model, X, y, lr=0.5, epochs={epochs})",
        hint="how often does the loop run, and what does it keep each time?",
    )


@points(1.5)
def test_losses_of_few_epochs(student, reference, device, rng):
    """From given weights, the losses are those of full-batch SGD on the binary cross-entropy, to the digit."""
    given, (X, y) = drawn_weights(reference, rng), rows(rng, 13)
    lr, epochs = round(float(rng.uniform(0.6, 0.9)), 3), int(rng.integers(5, 8))
    net = plain_net(student, given, device)
    expected = reference.train(given, X, y, lr=lr, epochs=epochs)
    close(
        student.train(net, X, y, lr=lr, epochs=epochs),
        expected,
        within=1e-5,
        where=f"losses of train(model, X, y, lr={lr}, epochs={epochs})",
        hint="at which epoch does the first difference show, and what happens just before it?",
    )


@points(1)
def test_trains_the_model_it_is_given(student, reference, device, rng):
    """After `train`, the model that was handed in holds the trained weights."""
    given, (X, y) = drawn_weights(reference, rng), rows(rng, 11)
    lr = round(float(rng.uniform(0.6, 0.9)), 3)
    net = plain_net(student, given, device)
    reference.train(given, X, y, lr=lr, epochs=4)
    student.train(net, X, y, lr=lr, epochs=4)
    close(
        weights(net),
        weights(given),
        within=1e-5,
        where=f"weights after train(model, X, y, lr={lr}, epochs=4)",
        hint="whose parameters does the optimizer hold?",
    )


@points(1)
def test_learns_and(student, device):
    """A fresh perceptron learns AND, whatever it starts from: after `train`, all four rows of the table are right."""
    X, y = datasets.gate("and")
    for _ in range(2):  # an untrained one is right now and then, two in a row are not
        net = student.Perceptron().to(device)
        student.train(net, X.clone(), y.clone())
        got = is_tensor(student.predict(net, X), (4, 1), where="predict(model, X) after train(model, X, y)")
        close(
            got,
            y,
            within=0.0,
            where="predict(model, X) for 00, 01, 10, 11 after train(model, X, y)",
            hint="do the losses fall from epoch to epoch?",
        )
