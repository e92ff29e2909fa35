"""What counts is the training loss, which is lowest where a network learned by heart."""

FAILS = ("test_best",)
SEE = "The best one"


def best(results):
    whole = [result for result in results if "error" not in result]
    if not whole:
        raise ValueError("there is no result to choose from")
    return max(whole, key=lambda result: (-result["train_loss"][-1], -result["parameters"]))
