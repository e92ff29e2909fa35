"""When no result is left, the answer is None, which causes trouble much later."""

FAILS = ("test_best",)
SEE = "The best one"


def best(results):
    whole = [result for result in results if "error" not in result]
    if not whole:
        return None
    return max(whole, key=lambda result: (result["val_accuracy"][-1], -result["parameters"]))
