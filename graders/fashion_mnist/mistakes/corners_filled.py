"""Where a turned image has no pixel of its own, those of its border are repeated. The text asks for zeros."""

FAILS = ("test_rotations",)
SEE = "Rotations"


def _turned(images, angles):
    ratio = images.shape[2] / images.shape[3]  # grids count in half widths and half heights
    cos, sin, zero = angles.cos(), angles.sin(), torch.zeros_like(angles)
    rows = torch.stack([cos, -sin * ratio, zero], dim=1), torch.stack([sin / ratio, cos, zero], dim=1)
    grid = F.affine_grid(torch.stack(rows, dim=1).to(images), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, mode="bilinear", padding_mode="border", align_corners=False)
