"""All entries of the list are the same dict, which was filled anew again and again: they all show the last
combination.
"""

FAILS = ("test_grid",)
SEE = "All combinations"


def grid(**choices):
    configs, config = [], {}
    for values in itertools.product(*choices.values()):
        config.update(zip(choices, values))
        configs.append(config)
    return configs
