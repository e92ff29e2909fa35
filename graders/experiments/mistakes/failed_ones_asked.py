"""Failed results are asked for their accuracy, which they do not have."""

FAILS = ("test_best",)
SEE = "The best one"


def best(results):
    whole = results
    if not whole:
        raise ValueError("there is no result to choose from")
    return max(whole, key=lambda result: (result["val_accuracy"][-1], -result["parameters"]))
