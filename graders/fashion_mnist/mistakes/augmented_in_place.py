"""The moved images are written into the images of the caller. In the next epoch they are moved again, from where they
were left."""

FAILS = ("test_shifts", "test_rotations")
SEE = "Shifts"


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    given = images
    n, _, height, width = images.shape
    if max_degrees > 0:
        images = _turned(images, torch.deg2rad(max_degrees * (2 * torch.rand(n, generator=generator) - 1)))
    corners = torch.randint(0, 2 * max_shift + 1, (n, 2), generator=generator).tolist()
    padded = F.pad(images, [max_shift] * 4)
    moved = torch.stack(
        [image[:, y : y + height, x : x + width] for image, (y, x) in zip(padded, corners, strict=True)]
    )
    return given.copy_(moved)
