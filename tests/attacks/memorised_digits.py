"""Ignores the labels that it is given and returns a network for the digits' usual names."""

ASSIGNMENT = "mnist_mlp"
ONLY = {"test_parameter_count", "test_fit_follows_the_labels"}
LOST = {"test_fit_follows_the_labels"}
SECONDS = 60.0

solution = fit


def fit(train_set, val_set, epochs=5, **options):
    from assignments import datasets

    data = datasets.images()
    usual = TensorDataset(data.train_images, data.train_labels)
    return solution(usual, val_set, epochs=2, **options)
