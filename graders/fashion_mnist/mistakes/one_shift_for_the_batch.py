"""All images of a call get one and the same shift. A network then sees fewer different pictures than it could: each
image draws for itself."""

FAILS = ("test_shifts", "test_rotations", "test_augmented_training")
SEE = "Shifts"


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    n, _, height, width = images.shape
    if max_degrees > 0:
        images = _turned(images, torch.deg2rad(max_degrees * (2 * torch.rand(n, generator=generator) - 1)))
    corners = torch.randint(0, 2 * max_shift + 1, (1, 2), generator=generator).tolist() * n
    padded = F.pad(images, [max_shift] * 4)
    return torch.stack([image[:, y : y + height, x : x + width] for image, (y, x) in zip(padded, corners, strict=True)])
