"""`on_result` does not hear of failed configs."""

FAILS = ("test_search",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except Exception as error:
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
        if on_result is not None and "error" not in result:
            on_result(result)
    return results
