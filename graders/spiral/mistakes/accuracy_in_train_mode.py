"""The accuracy is measured in whatever mode the model is in. In train mode dropout spoils the answers."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(model, X, y):
    was_training = model.training
    with torch.no_grad():
        right = model(X).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean().item()
