"""What leaves an image on one side comes in on the other, as torch.roll does it: the sole of a shoe stands above it.
Zeros come in where nothing is known."""

FAILS = ("test_shifts",)
SEE = "Shifts"


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    n, _, height, width = images.shape
    if max_degrees > 0:
        images = _turned(images, torch.deg2rad(max_degrees * (2 * torch.rand(n, generator=generator) - 1)))
    corners = torch.randint(0, 2 * max_shift + 1, (n, 2), generator=generator).tolist()
    return torch.stack(
        [image.roll((y - max_shift, x - max_shift), (1, 2)) for image, (y, x) in zip(images, corners, strict=True)]
    )
