"""One config that fails ends the whole search with its error."""

FAILS = ("test_search",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        result = run_one(config)
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
