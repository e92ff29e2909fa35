"""Each logit gets a sigmoid of its own, so that a row does not add up to 1."""

FAILS = ("test_predict", "test_predictions_of_any_model")
SEE = "Predictions"


def predict(model, x):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = torch.sigmoid(model(x))
    model.train(was_training)
    return probabilities.argmax(dim=1), probabilities
