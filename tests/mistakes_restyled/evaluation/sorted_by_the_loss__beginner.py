"""Loops; errors in the order of their loss."""

import torch
import torch.nn as nn


class BinaryClassifier(nn.Module):
    def __init__(self, n_inputs, n_hidden=16):
        super(BinaryClassifier, self).__init__()  # noqa: UP008
        self.fc1 = nn.Linear(n_inputs, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_hidden)
        self.out = nn.Linear(n_hidden, 1)
        self.relu = nn.ReLU()

    def forward(self, x):
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        x = self.out(x)
        return x


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs, n_classes, n_hidden=32):
        super(MultiClassifier, self).__init__()  # noqa: UP008
        self.fc1 = nn.Linear(n_inputs, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_hidden)
        self.out = nn.Linear(n_hidden, n_classes)
        self.relu = nn.ReLU()

    def forward(self, x):
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        x = self.out(x)
        return x


def compute(logits, y):
    if logits.shape[1] == 1:
        criterion = nn.BCEWithLogitsLoss()
    else:
        criterion = nn.CrossEntropyLoss()
    return criterion(logits, y)


def count_right(logits, y):
    predicted = predict(logits)
    right = 0
    for i in range(len(y)):
        if int(predicted[i]) == int(y[i]):
            right = right + 1
    return right


def train_one_epoch(model, loader, optimizer):
    model.train()
    losses, right, n = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        logits = model(x)
        loss = compute(logits, y)
        loss.backward()
        optimizer.step()
        losses = losses + loss.item() * x.size(0)
        right = right + count_right(logits, y)
        n = n + x.size(0)
    return losses / n, right / n


def validate(model, loader):
    model.eval()
    losses, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            losses = losses + compute(logits, y).item() * x.size(0)
            right = right + count_right(logits, y)
            n = n + x.size(0)
    return losses / n, right / n


def train(model, train_loader, val_loader, epochs=20, lr=1e-3):
    history = {}
    history["train_loss"] = []
    history["train_accuracy"] = []
    history["val_loss"] = []
    history["val_accuracy"] = []
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for epoch in range(epochs):
        loss, acc = train_one_epoch(model, train_loader, optimizer)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(acc)
        loss, acc = validate(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(acc)
    return history


def predict(logits, threshold=0.5):
    if logits.shape[1] == 1:
        probabilities = torch.sigmoid(logits)
        answers = []
        for p in probabilities:
            if p.item() >= threshold:
                answers.append(1)
            else:
                answers.append(0)
        return torch.tensor(answers, device=logits.device)
    values, classes = torch.max(logits, dim=1)
    return classes


def precision_recall_f1(y_true, y_pred, n_classes):
    precision = torch.zeros(n_classes)
    recall = torch.zeros(n_classes)
    f1 = torch.zeros(n_classes)
    for c in range(n_classes):
        tp = ((y_pred == c) & (y_true == c)).sum().item()
        fp = ((y_pred == c) & (y_true != c)).sum().item()
        fn = ((y_pred != c) & (y_true == c)).sum().item()
        if tp + fp > 0:
            precision[c] = tp / (tp + fp)
        if tp + fn > 0:
            recall[c] = tp / (tp + fn)
        if precision[c] + recall[c] > 0:
            f1[c] = 2 * precision[c] * recall[c] / (precision[c] + recall[c])
    return precision, recall, f1


def average(values, y_true, how="macro"):
    if how == "macro":
        return sum(values.tolist()) / len(values)
    elif how == "weighted":
        total = 0.0
        for c in range(len(values)):
            total += values[c].item() * (y_true == c).sum().item()
        return total / len(y_true)
    else:
        raise ValueError("how must be macro or weighted")


def accuracy(y_true, y_pred):
    if y_true.shape[0] == 0:
        raise ValueError("nothing to measure")
    right = 0
    for t, p in zip(y_true, y_pred):
        if t == p:
            right += 1
    return right / y_true.shape[0]


def precision_recall_curve(y_true, scores):
    thresholds = sorted(set(scores.tolist()))
    precision, recall = [], []
    for t in thresholds:
        tp = fp = fn = 0
        for label, score in zip(y_true.tolist(), scores.tolist()):
            if score >= t and label == 1:
                tp += 1
            elif score >= t:
                fp += 1
            elif label == 1:
                fn += 1
        precision.append(tp / (tp + fp))
        recall.append(tp / (tp + fn))
    return torch.tensor(precision), torch.tensor(recall), torch.tensor(thresholds)


def most_confused(matrix, k=3):
    pairs = []
    for i in range(matrix.shape[0]):
        for j in range(matrix.shape[1]):
            if i != j and matrix[i, j] > 0:
                pairs.append((i, j, int(matrix[i, j])))
    pairs.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
    return pairs[:k]


def worst_errors(logits, y, k=10):
    probabilities = torch.softmax(logits, dim=1)
    errors = []
    for i in range(len(y)):
        answer = int(probabilities[i].argmax())
        if answer != int(y[i]):
            errors.append((1 - probabilities[i, int(y[i])].item(), i))
    errors.sort(reverse=True)
    return torch.tensor([i for p, i in errors[:k]], dtype=torch.long)
