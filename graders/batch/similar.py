"""Lists submissions that are alike, as something to look at: equal apart from names and layout, or nearly so.

What is compared are sequences of tokens, as in Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for
document fingerprinting" (2003), though all of them and not a sample: a class is small.
"""

import io
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

LENGTH = 6  # tokens in a sequence
FEWEST = 30  # sequences of a submission's own that it takes to compare it
# Jaccard index. Right variants of the course by different hands reach 0.25 with each other; a copy of a reference with
# three lines changed has 0.63 to 0.92.
NEARLY = 0.6
NAMED = 3  # others that are named
LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER, tokenize.NEWLINE)


def tokens(source: str) -> tuple[str, ...]:
    """The tokens of a program without names, comments, docstrings and layout; () when it is no Python."""
    try:
        return tuple(_normal(source))
    except (tokenize.TokenError, SyntaxError):
        return ()


def _normal(source: str) -> Iterator[str]:
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        docstring = token.type == tokenize.STRING and before in (tokenize.NEWLINE, tokenize.INDENT)
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            before = token.type
        if token.type in LAYOUT or docstring:
            continue
        match token.type:
            case tokenize.NAME:
                yield token.string if keyword.iskeyword(token.string) else "name"
            case tokenize.STRING:
                yield "string"
            case tokenize.INDENT | tokenize.DEDENT:
                yield tokenize.tok_name[token.type]
            case _:
                yield token.string


@dataclass
class Alike:
    """The submissions most like one, with the Jaccard index of their token sequences (1 is equal), and how many are."""

    nearest: list[tuple[str, float]] = field(default_factory=list)
    count: int = 0

    def add(self, name: str, index: float) -> None:
        self.count += 1
        self.nearest = sorted([*self.nearest, (name, index)], key=lambda other: -other[1])[:NAMED]


def alike(sources: Mapping[str, str], template: str) -> dict[str, Alike]:
    """For each submission those that are like it. What stands in the template already counts for nobody."""
    given = _sequences(tokens(template))
    own = {name: _sequences(tokens(source)) - given for name, source in sources.items()}
    own = {name: sequences for name, sequences in own.items() if len(sequences) >= FEWEST}
    found: dict[str, Alike] = defaultdict(Alike)
    for one, other in combinations(sorted(own), 2):
        shared = len(own[one] & own[other])
        index = shared / (len(own[one]) + len(own[other]) - shared)
        if index >= NEARLY:
            found[one].add(other, index)
            found[other].add(one, index)
    return dict(found)


def _sequences(found: tuple[str, ...]) -> set[int]:
    return {hash(found[i : i + LENGTH]) for i in range(len(found) - LENGTH + 1)}
