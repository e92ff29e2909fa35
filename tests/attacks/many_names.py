"""Defines 300,000 names much like one that it lacks. Looking for the nearest would keep the judge busy for minutes."""

LOST = {"test_doubles"}
SAYS = "`double` is not defined"

del double
for number in range(300_000):
    name = f"odubel{number % 7}{number:x}"
    globals()[name] = type.__new__(type, "T", (), {"__module__": "arena"}) if number < 1 else globals()["odubel00"]
