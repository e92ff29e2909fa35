"""`accuracy` returns the number of right answers. Divide it by the number of points."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(model, X, y):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = model(X).argmax(dim=1) == y
    model.train(was_training)
    return right.float().sum().item()
