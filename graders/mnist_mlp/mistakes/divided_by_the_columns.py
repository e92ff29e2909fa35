"""The diagonal is divided by the sums of the columns, that is by how often a class was predicted. That answers
another question (how far can a prediction be trusted?). Which cells hold the samples of one true class?"""

FAILS = ("test_per_class_accuracy",)
SEE = "Accuracy of each class"


def per_class_accuracy(matrix):
    return matrix.diag() / matrix.sum(dim=0)
