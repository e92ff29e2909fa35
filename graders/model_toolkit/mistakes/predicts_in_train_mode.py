"""The model answers in whatever mode it is in. In train mode its batch norm looks at the batch and its dropout
drops."""

FAILS = ("test_predict", "test_predictions_of_any_model")
SEE = "Predictions"


def predict(model, x):
    with torch.no_grad():
        probabilities = torch.softmax(model(x), dim=1)
    return probabilities.argmax(dim=1), probabilities
