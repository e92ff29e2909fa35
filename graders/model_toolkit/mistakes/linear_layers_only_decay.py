"""Only the weights of Linear layers decay. Filters, embeddings and single matrices have two or more dimensions, too."""

FAILS = ("test_what_the_optimizer_holds",)
SEE = "Optimizers and weight decay"


def make_optimizer(model, name="adam", lr=1e-3, weight_decay=0.0, momentum=0.9):
    learning = [p for p in model.parameters() if p.requires_grad]
    linear = {id(part.weight) for part in model.modules() if isinstance(part, nn.Linear)}
    groups = [
        {"params": [p for p in learning if id(p) in linear], "weight_decay": weight_decay},
        {"params": [p for p in learning if id(p) not in linear], "weight_decay": 0.0},
    ]
    if name == "sgd":
        return torch.optim.SGD(groups, lr=lr, momentum=momentum)
    if name == "adam":
        return torch.optim.Adam(groups, lr=lr)
    if name == "adamw":
        return torch.optim.AdamW(groups, lr=lr)
    raise ValueError(name)
