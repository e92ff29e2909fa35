"""With many classes the threshold decides, too: whoever stays below it becomes class 0. There the largest logit
wins, however small its lead."""

FAILS = ("test_predict",)
SEE = "Answers and thresholds"


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        return (logits[:, 0].sigmoid() >= threshold).long()
    best = logits.softmax(dim=1).max(dim=1)
    return torch.where(best.values >= threshold, best.indices, 0)
