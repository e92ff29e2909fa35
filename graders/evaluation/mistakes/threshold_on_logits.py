"""The threshold is held against the logits. It is a probability; what makes one of a logit?"""

FAILS = ("test_predict",)
SEE = "Answers and thresholds"


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        return (logits[:, 0] >= threshold).long()
    return logits.argmax(dim=1)
