"""Mean and deviation are taken of all images together, the test images among them. What will you know of images that
come tomorrow?"""

FAILS = ("test_normalize",)
SEE = "Normalising"


def normalize(train_images, *others):
    pixels = torch.cat([images.flatten() for images in (train_images, *others)])
    mean, std = pixels.mean(), pixels.std(unbiased=False)
    return tuple((images - mean) / std for images in (train_images, *others))
