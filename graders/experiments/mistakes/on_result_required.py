"""`on_result` is called even where none was given."""

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
        on_result(result)
    return results
