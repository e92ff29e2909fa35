"""A config that fails has no result at all, so the results no longer belong to the configs."""

FAILS = ("test_search",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except Exception as error:
            continue
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
