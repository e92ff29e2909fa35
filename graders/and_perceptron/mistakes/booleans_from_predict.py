"""`predict` hands back True and False. A comparison gives booleans; the answer should be a float tensor of
0.0 and 1.0.
"""

FAILS = ("test_predict",)
SEE = "Probabilities and decisions"


def predict(model, X):
    with torch.no_grad():
        return model(X) > 0.5
