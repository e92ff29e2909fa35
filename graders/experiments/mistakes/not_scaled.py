"""The weights are given as they are, not scaled to [0, 1]."""

FAILS = ("test_filters",)
SEE = "What a layer looks for"


def filters(model):
    layer = next((part for part in model.modules() if isinstance(part, nn.Linear | nn.Conv2d)), None)
    if layer is None:
        raise ValueError("the model has neither a Linear nor a Conv2d")
    weight = layer.weight.detach().cpu().clone()
    if isinstance(layer, nn.Conv2d):
        images = weight[:, 0]
    else:
        side = math.isqrt(layer.in_features)
        if side * side != layer.in_features:
            raise ValueError(f"{layer.in_features} inputs are no square image")
        images = weight.reshape(-1, side, side)
    low, high = images.amin(dim=(1, 2), keepdim=True), images.amax(dim=(1, 2), keepdim=True)
    return images
