"""max_degrees is taken for an angle in radians: 30 of them are nearly five whole turns."""

FAILS = ("test_rotations",)
SEE = "Rotations"


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    n, _, height, width = images.shape
    if max_degrees > 0:
        images = _turned(images, max_degrees * (2 * torch.rand(n, generator=generator) - 1))
    corners = torch.randint(0, 2 * max_shift + 1, (n, 2), generator=generator).tolist()
    padded = F.pad(images, [max_shift] * 4)
    return torch.stack([image[:, y : y + height, x : x + width] for image, (y, x) in zip(padded, corners, strict=True)])
