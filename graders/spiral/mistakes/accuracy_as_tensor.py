"""`accuracy` returns a tensor instead of a float."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(model, X, y):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = model(X).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean()
