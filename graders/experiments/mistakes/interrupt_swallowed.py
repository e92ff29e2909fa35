"""Every exception is taken for a failure, Ctrl-C as well: the search cannot be stopped."""

FAILS = ("test_search_can_be_ended",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except BaseException as error:
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
