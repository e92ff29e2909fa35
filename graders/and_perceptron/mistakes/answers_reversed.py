"""`predict` answers 1.0 where the probability is below one half. It is the probability of the answer 1, so it
is the other way round.
"""

FAILS = ("test_predict", "test_learns_and", "test_learns_or_and_nand")
SEE = "Probabilities and decisions"


def predict(model, X):
    with torch.no_grad():
        return (model(X) < 0.5).float()
