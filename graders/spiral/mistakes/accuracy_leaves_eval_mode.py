"""`accuracy` leaves the model in eval mode. Whoever goes on training it then trains without dropout."""

FAILS = ("test_accuracy",)
SEE = "Train mode and eval mode"


def accuracy(model, X, y):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = model(X).argmax(dim=1) == y
    return right.float().mean().item()
