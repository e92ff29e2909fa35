"""The images of the caller are changed themselves. Whoever looks at the data afterwards finds other numbers than
before."""

FAILS = ("test_normalize",)
SEE = "Normalising"


def normalize(train_images, *others):
    mean, std = train_images.mean(), train_images.std(unbiased=False)
    return tuple(images.sub_(mean).div_(std) for images in (train_images, *others))
