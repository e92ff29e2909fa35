"""The best one is chosen by its test accuracy, which is no longer a test then."""

FAILS = ("test_best",)
SEE = "The best one"


def best(results):
    whole = [result for result in results if "error" not in result]
    if not whole:
        raise ValueError("there is no result to choose from")
    return max(whole, key=lambda result: (result["test_accuracy"], -result["parameters"]))
