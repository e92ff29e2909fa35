"""`accuracy` always leaves the model in train mode, also when it came in eval mode."""

FAILS = ("test_accuracy",)
SEE = "Train mode and eval mode"


def accuracy(model, X, y):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = model(X).argmax(dim=1) == y
    model.train()
    return right.float().mean().item()
