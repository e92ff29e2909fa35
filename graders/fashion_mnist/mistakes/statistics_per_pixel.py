"""Mean and deviation are taken for each pixel place. Two numbers are asked for, over all pixels of all training
images."""

FAILS = ("test_normalize",)
SEE = "Normalising"


def normalize(train_images, *others):
    mean, std = train_images.mean(dim=0), train_images.std(dim=0, unbiased=False)
    return tuple((images - mean) / std for images in (train_images, *others))
