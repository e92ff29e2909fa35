"""Never returns. Nothing after it would be judged."""

LOST = {"test_doubles"}
SAYS = "had not returned when the time was up"
SECONDS = 1.5


def double(x):
    while True:
        pass
