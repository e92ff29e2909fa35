"""All images of a call are turned by one and the same angle. Each image draws an angle of its own."""

FAILS = ("test_rotations",)
SEE = "Rotations"


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    n, _, height, width = images.shape
    if max_degrees > 0:
        images = _turned(images, torch.deg2rad(max_degrees * (2 * torch.rand(1, generator=generator).expand(n) - 1)))
    corners = torch.randint(0, 2 * max_shift + 1, (n, 2), generator=generator).tolist()
    padded = F.pad(images, [max_shift] * 4)
    return torch.stack([image[:, y : y + height, x : x + width] for image, (y, x) in zip(padded, corners, strict=True)])
