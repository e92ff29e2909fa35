"""`exit()` is taken for a failure of the config, and the search goes on."""

FAILS = ("test_search_can_be_ended",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except (Exception, SystemExit) as error:
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
