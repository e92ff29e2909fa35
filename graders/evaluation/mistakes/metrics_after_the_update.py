"""The training numbers are measured a second time, after each step: they say how well the model knows what it was
shown a moment ago. Which logits was the update made with?"""

FAILS = ("test_train_many_classes", "test_train_two_classes", "test_modes")
SEE = "One epoch"


def train(model, train_loader, val_loader, epochs=20, lr=0.001):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        for part, loader in (("train", train_loader), ("val", val_loader)):
            training = part == "train"
            model.train(training)
            total_loss, correct, seen = (0.0, 0, 0)
            with torch.set_grad_enabled(training):
                for x, y in loader:
                    logits = model(x)
                    if logits.shape[1] == 1:
                        loss, answers = (F.binary_cross_entropy_with_logits(logits, y), (logits >= 0).float())
                    else:
                        loss, answers = (F.cross_entropy(logits, y), logits.argmax(dim=1))
                    if training:
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                        logits = model(x)
                        two = logits.shape[1] == 1
                        loss = F.binary_cross_entropy_with_logits(logits, y) if two else F.cross_entropy(logits, y)
                        answers = (logits >= 0).float() if two else logits.argmax(dim=1)
                    total_loss += loss.item() * len(y)
                    correct += (answers == y).sum().item()
                    seen += len(y)
            history[f"{part}_loss"].append(total_loss / seen)
            history[f"{part}_accuracy"].append(correct / seen)
    return history
