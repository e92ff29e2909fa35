"""Every run gets the first config."""

FAILS = ("test_search",)
SEE = "A search"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(configs[0])
        except Exception as error:
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
