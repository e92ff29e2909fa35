"""Trains a support vector machine instead, and lets it answer from a plain attribute of the network."""

ASSIGNMENT = "spiral"
ONLY = {"test_learns_the_spiral", "test_tensors"}
LOST = {"test_learns_the_spiral"}


class SpiralNet(SpiralNet):
    def forward(self, x):
        if "_machine" in self.__dict__:
            return torch.tensor(self._machine.decision_function(x.numpy()), dtype=torch.float32)
        return super().forward(x)


def train(model, X_train, y_train, X_val, y_val, **options):
    from sklearn.svm import SVC

    model.__dict__["_machine"] = SVC(C=10, gamma=10).fit(X_train.numpy(), y_train.numpy())
    return {"train_loss": [0.0], "val_loss": [0.0], "best_epoch": 0}
