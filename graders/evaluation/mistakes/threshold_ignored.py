"""The answer is 1 from one half on, whatever threshold was given."""

FAILS = ("test_predict",)
SEE = "Answers and thresholds"


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        return (logits[:, 0].sigmoid() >= 0.5).long()
    return logits.argmax(dim=1)
