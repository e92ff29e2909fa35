"""The generator is asked for its seed alone, and a new one is made in every call: it never moves on, and every batch
gets the same shifts."""

FAILS = ("test_generator",)
SEE = "The generator"


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    if generator is not None:
        generator = torch.Generator().manual_seed(generator.initial_seed())
    n, _, height, width = images.shape
    if max_degrees > 0:
        images = _turned(images, torch.deg2rad(max_degrees * (2 * torch.rand(n, generator=generator) - 1)))
    corners = torch.randint(0, 2 * max_shift + 1, (n, 2), generator=generator).tolist()
    padded = F.pad(images, [max_shift] * 4)
    return torch.stack([image[:, y : y + height, x : x + width] for image, (y, x) in zip(padded, corners, strict=True)])
