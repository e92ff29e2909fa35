"""Each config is taken out of the list. It is the caller's list, which is empty at the end."""

FAILS = ("test_search",)
SEE = "A search"


def search(configs, run_one, on_result=None):
    results = []
    while configs:
        config = configs.pop(0)
        try:
            result = run_one(config)
        except Exception as error:
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
