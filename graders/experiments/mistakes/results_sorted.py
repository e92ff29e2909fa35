"""The list of results is sorted on the way. It is the caller's list, and its order was that of the configs."""

FAILS = ("test_best",)
SEE = "The best one"


def best(results):
    whole = [result for result in results if "error" not in result]
    if not whole:
        raise ValueError("there is no result to choose from")
    results.sort(key=lambda result: -result.get("val_accuracy", [0])[-1])
    return max(whole, key=lambda result: (result["val_accuracy"][-1], -result["parameters"]))
