"""Returns objects whose repr, attributes and destructor never return, or raise. Showing them would hang the judge."""

LOST = {"test_doubles", "test_adds", "test_adds_far_numbers"}
SECONDS = 1.5


class Hanging:
    def __repr__(self):
        while True:
            pass

    __str__ = __len__ = __iter__ = __float__ = __bool__ = __getattr__ = __array__ = __hash__ = lambda *a: Hanging.__repr__(0)


class Raising:
    def __getattribute__(self, name):
        raise SystemExit

    def __repr__(self):
        raise KeyboardInterrupt


def double(x):
    return Raising()


def add(a, b):
    return Hanging()
