"""The images are divided by the variance, the square of the standard deviation."""

FAILS = ("test_normalize",)
SEE = "Normalising"


def normalize(train_images, *others):
    mean, std = train_images.mean(), train_images.var(unbiased=False)
    return tuple((images - mean) / std for images in (train_images, *others))
