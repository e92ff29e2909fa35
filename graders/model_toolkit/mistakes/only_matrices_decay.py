"""Only tensors of exactly two dimensions decay. A filter with three or four should, too."""

FAILS = ("test_what_the_optimizer_holds",)
SEE = "Optimizers and weight decay"


def make_optimizer(model, name="adam", lr=1e-3, weight_decay=0.0, momentum=0.9):
    learning = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learning if p.ndim == 2], "weight_decay": weight_decay},
        {"params": [p for p in learning if p.ndim != 2], "weight_decay": 0.0},
    ]
    if name == "sgd":
        return torch.optim.SGD(groups, lr=lr, momentum=momentum)
    if name == "adam":
        return torch.optim.Adam(groups, lr=lr)
    if name == "adamw":
        return torch.optim.AdamW(groups, lr=lr)
    raise ValueError(name)
