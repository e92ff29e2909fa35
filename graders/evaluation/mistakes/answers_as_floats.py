"""For two classes the answers are floats. Answers are names of classes: int64."""

FAILS = ("test_predict",)
SEE = "Answers and thresholds"


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        return (logits[:, 0].sigmoid() >= threshold).float()
    return logits.argmax(dim=1)
