"""The model is left in eval mode. If it was training before, its dropout never acts again."""

FAILS = ("test_predict", "test_predictions_of_any_model")
SEE = "Predictions"


def predict(model, x):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = torch.softmax(model(x), dim=1)
    was_training = None
    return probabilities.argmax(dim=1), probabilities
