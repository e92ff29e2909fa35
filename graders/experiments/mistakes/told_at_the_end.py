"""`on_result` is told of all results when the search is over. Who waits sees nothing, and an interrupt loses
everything.
"""

FAILS = ("test_search",)
SEE = "A search"


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except Exception as error:
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
    for result in results if on_result is not None else []:
        on_result(result)
    return results
