"""squeeze() takes away every axis of length 1, with a single sample that of the samples, too."""

FAILS = ("test_predict",)
SEE = "Answers and thresholds"


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        return (logits.squeeze().sigmoid() >= threshold).long()
    return logits.argmax(dim=1)
