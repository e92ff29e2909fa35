"""The accuracy is given in percent. It is a share: 1.0 when every answer is right."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(model, X, y):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = model(X).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean().item() * 100
