"""A probability of exactly the threshold becomes 0. Try a logit of 0: its probability is one half, and half is
enough."""

FAILS = ("test_predict",)
SEE = "Answers and thresholds"


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        return (logits[:, 0].sigmoid() > threshold).long()
    return logits.argmax(dim=1)
