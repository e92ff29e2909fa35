"""The error is written as Python would write the exception in code, with brackets and quotes."""

FAILS = ("test_search",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except Exception as error:
            result = {"config": config, "error": repr(error)}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
