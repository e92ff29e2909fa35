"""What `on_result` raises is taken for a failure of the config, which gets a second result."""

FAILS = ("test_search_can_be_ended",)
SEE = "Failures"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
            if on_result is not None:
                on_result(result)
            results.append(result)
            continue
        except Exception as error:
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
