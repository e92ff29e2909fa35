"""The error is the text alone. Without the type of the exception it often says nothing."""

FAILS = ("test_search",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except Exception as error:
            result = {"config": config, "error": str(error)}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
