"""Tell clothes apart: normalised and augmented images, batch norm, the best state kept, saved and put to the test."""

import copy

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader


class FashionMNISTNet(nn.Module):
    """784 -> 256 -> 128 -> 10, fully connected; each hidden layer is Linear, BatchNorm1d, ReLU, Dropout(0.3).

    235,914 parameters. The pixels enter as they are: nothing is rescaled inside the network.
    """

    def __init__(self):
        super().__init__()
        # TODO: make the layers
        raise NotImplementedError("fashion_mnist: FashionMNISTNet.__init__")

    def forward(self, x):
        """Images x (N, 1, 28, 28) float32 -> raw logits (N, 10)."""
        # TODO: send x through the layers
        raise NotImplementedError("fashion_mnist: FashionMNISTNet.forward")


class FashionCNN(nn.Module):
    """Two convolutions and two linear layers; 421,834 parameters.

    Convolution 1 -> 32, BatchNorm2d, ReLU, 2x2 max-pool; convolution 32 -> 64, BatchNorm2d, ReLU, 2x2 max-pool;
    linear 3136 -> 128, ReLU, Dropout(0.3); linear 128 -> 10. Both convolutions are 3x3 with padding 1.
    """

    def __init__(self):
        super().__init__()
        # TODO: make the layers
        raise NotImplementedError("fashion_mnist: FashionCNN.__init__")

    def forward(self, x):
        """Images x (N, 1, 28, 28) float32 -> raw logits (N, 10)."""
        # TODO: send x through the layers
        raise NotImplementedError("fashion_mnist: FashionCNN.forward")


def normalize(train_images, *others):
    """All images, minus the mean of the training images, over their standard deviation.

    train_images and each of `others`: (N, 1, H, W) float32, N may differ; none of them is changed. Mean and standard
    deviation are two numbers, taken over all pixels of all training images and of nothing else.
    Returns a tuple: the training images, then the others in their order, each in its shape.
    """
    # TODO: two numbers from the training images, used for all
    raise NotImplementedError("fashion_mnist: normalize")


def _turned(images, angles):
    """Images (N, 1, H, W), each turned about its centre by its angle (N,), in radians.

    Only `augment` calls this: change it as you like, it is not judged by itself.
    """
    # TODO: where each pixel comes from, then look there
    raise NotImplementedError("fashion_mnist: _turned")


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    """Each image moved a little, by a shift and an angle of its own.

    images: (N, 1, H, W) float32; they are not changed.
    max_shift: each image is shifted by whole pixels, dy down and dx to the right, each drawn for itself from the whole
    numbers -max_shift to max_shift, all alike likely. Negative numbers go up and left.
    max_degrees: each image is turned about its centre by an angle drawn uniformly from -max_degrees to max_degrees, in
    degrees, with bilinear interpolation; 0 turns nothing.
    Where nothing is known, zeros come in. Every number is drawn from `generator` where one is given, which moves on.
    Returns the moved images, (N, 1, H, W).
    """
    # TODO: turn, then cut each image out of one with a margin of zeros
    raise NotImplementedError("fashion_mnist: augment")


def train_epoch(model, loader, optimizer, augmented, device):
    """One pass of training over `loader`; returns (mean cross-entropy, accuracy) over the samples seen.

    Only `fit` calls this: change it as you like, it is not judged by itself.
    """
    # TODO: as in mnist_mlp, with other images if asked for
    raise NotImplementedError("fashion_mnist: train_epoch")


def evaluate(model, loader, device):
    """(mean cross-entropy, accuracy) over all samples of `loader`, in eval mode, without gradients.

    Only `fit` and `test_model` call this: change it as you like, it is not judged by itself.
    """
    # TODO: as in mnist_mlp
    raise NotImplementedError("fashion_mnist: evaluate")


def fit(model, train_set, val_set, epochs=20, batch_size=64, lr=1e-3, augmented=False, device="cpu", seed=0):
    """Train `model` on `device` and leave it with the state of its best epoch.

    model: maps images (N, 1, 28, 28) to logits (N, 10), has parameters and perhaps buffers; it is trained itself.
    train_set, val_set: datasets of pairs (image (1, 28, 28) float32, label int64), on the CPU; they are not changed.
    epochs: all of them are run, at least 1. Each trains on all samples in a new random order, in batches of
    `batch_size`, the smaller last one included, with cross-entropy and one torch.optim.Adam; then it validates in eval
    mode without gradients.
    augmented: whether the training images, and only these, go through `augment` with its defaults, anew in each epoch.
    seed: the same seed gives the same result on the CPU, whatever random numbers were drawn before the call.
    Returns history: the lists "train_loss" and "train_accuracy" (of all samples, each before the update that it is
    used for), "val_loss" and "val_accuracy", one float per epoch, and "best_epoch", an int: the first epoch of lowest
    validation loss. At the end the model has the parameters and buffers that it had after that epoch's training.
    """
    # TODO: seed, loaders, optimizer; epochs; the best state is a copy
    raise NotImplementedError("fashion_mnist: fit")


def save(path, model, history):
    """Write a trained network to the file `path`, whose folder exists.

    model: a FashionMNISTNet or a FashionCNN; history: as `fit` returns it.
    The file holds one dict: "model_state_dict", "class" (the name of the model's class) and "history". It holds
    tensors and plain data only, so that `torch.load(path, weights_only=True)` can read it.
    """
    # TODO: one dict, one file
    raise NotImplementedError("fashion_mnist: save")


def test_model(path, test_set, device="cpu"):
    """The accuracy, on `test_set`, of the network in the file `path` that `save` wrote, here or elsewhere.

    test_set: a dataset as for `fit`. A new network of the class that the file names gets the weights in it, on
    `device`, wherever they lay when they were saved, and is measured in eval mode without gradients.
    Returns the fraction of the samples, a float in [0, 1], whose largest logit is that of the label.
    Raises FileNotFoundError when there is no file; ValueError when it is none of ours: when the name is neither
    "FashionMNISTNet" nor "FashionCNN", when it cannot be read as tensors and plain data, is cut off or no dict, or
    lacks "class" or "model_state_dict"; ValueError or RuntimeError when the weights do not fit the class.
    """
    # TODO: read with care, look the class up, load, measure
    raise NotImplementedError("fashion_mnist: test_model")


if __name__ == "__main__":
    from torch.utils.data import TensorDataset

    from assignments import datasets

    data = datasets.clothes()
    n_val = len(data.train_images) // 6
    train_images, test_images = normalize(data.train_images[n_val:], data.test_images)
    _, val_images = normalize(data.train_images[n_val:], data.train_images[:n_val])
    n = 10_000  # of the training images, so that it takes a minute
    train_set = TensorDataset(train_images[:n], data.train_labels[n_val:][:n])
    val_set = TensorDataset(val_images, data.train_labels[:n_val])
    torch.manual_seed(0)
    model = FashionMNISTNet()
    history = fit(model, train_set, val_set, epochs=10)
    for epoch, losses in enumerate(zip(history["train_loss"], history["val_loss"], strict=True)):
        print(f"epoch {epoch}: training loss {losses[0]:.4f}, validation loss {losses[1]:.4f}")
    save("fashion_mnist.pt", model, history)
    accuracy = test_model("fashion_mnist.pt", TensorDataset(test_images, data.test_labels))
    print(f"{data.source}: best epoch {history['best_epoch']}, test accuracy {accuracy:.4f}")
