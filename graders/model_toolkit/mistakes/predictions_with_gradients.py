"""The probabilities hang on a graph: the pass was recorded for a backward that never comes."""

FAILS = ("test_predict", "test_predictions_of_any_model")
SEE = "Predictions"


def predict(model, x):
    was_training = model.training
    model.eval()
    probabilities = torch.softmax(model(x), dim=1)
    model.train(was_training)
    return probabilities.argmax(dim=1), probabilities
