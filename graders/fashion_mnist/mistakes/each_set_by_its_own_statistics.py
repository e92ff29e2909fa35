"""Each set of images is normalised by its own mean and deviation. Then the same pixel means something else in every
set, and the test images have told the network what they are like all together."""

FAILS = ("test_normalize",)
SEE = "Normalising"


def normalize(train_images, *others):
    return tuple((images - images.mean()) / images.std(unbiased=False) for images in (train_images, *others))
