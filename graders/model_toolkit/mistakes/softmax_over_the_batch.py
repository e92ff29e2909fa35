"""The softmax runs over the samples: what adds up to 1 is a column. Each row is a sample, with probabilities of its
own."""

FAILS = ("test_predict", "test_predictions_of_any_model")
SEE = "Predictions"


def predict(model, x):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = torch.softmax(model(x), dim=0)
    model.train(was_training)
    return probabilities.argmax(dim=1), probabilities
