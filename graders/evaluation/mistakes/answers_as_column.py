"""For two classes the answers have the shape (N, 1). They are to be (N,), as the answers for many classes are."""

FAILS = ("test_predict",)
SEE = "Answers and thresholds"


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        return (logits.sigmoid() >= threshold).long()
    return logits.argmax(dim=1)
