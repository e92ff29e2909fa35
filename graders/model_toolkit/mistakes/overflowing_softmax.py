"""The exponentials are taken of the logits as they are. exp(89) is more than a float32 can hold, and inf / inf is
nan."""

FAILS = ("test_predictions_of_any_model",)
SEE = "Predictions"


def predict(model, x):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        powers = torch.exp(model(x))
        probabilities = powers / powers.sum(dim=1, keepdim=True)
    model.train(was_training)
    return probabilities.argmax(dim=1), probabilities
