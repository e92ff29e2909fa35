"""Lists submissions that are alike, as something to look at: equal apart from names and layout, or nearly so.

What is compared are sequences of tokens, as in Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for
document fingerprinting" (2003), though all of them and not a sample: a class is small.
"""

import hashlib
import io
import json
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from torchgrade.batch.plan import Plan
from torchgrade.batch.store import Store
from torchgrade.course import Assignment

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
        """One more that is alike; of many only the nearest are kept by name."""
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


# ---- a class ----


def sentences(plan: Plan, store: Store) -> dict[str, list[str]]:
    """For each student a sentence about each submission that is like theirs; computed once for what was handed in."""
    known = json.loads(store.fact("alike") or "{}")
    fingerprint = hashlib.sha256(repr(sorted(plan.keys.items())).encode("utf-8", "surrogatepass")).hexdigest()
    if known.get("of") == fingerprint:
        before: dict[str, list[str]] = known["sentences"]
        return before
    told: dict[str, list[str]] = defaultdict(list)
    names = {hand_in.key: hand_in.name or hand_in.key for hand_in in plan.intake.hand_ins}
    for assignment in plan.assignments:
        sources = {
            hand_in.key: "\n".join(
                source for _, source in plan.tasks[plan.keys[hand_in.key, assignment.slug]].submission.cells
            )
            for hand_in in plan.intake.hand_ins
            if (hand_in.key, assignment.slug) in plan.keys
        }
        for student, others in alike(sources, _template(assignment)).items():
            told[student].append(f"{assignment.slug}: {_like(others, names)}")
    store.keep_fact("alike", json.dumps({"of": fingerprint, "sentences": told}))
    return told


def _template(assignment: Assignment) -> str:
    path = assignment.root / "student_template" / f"{assignment.slug}.py"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _like(others: Alike, names: Mapping[str, str]) -> str:
    """The nearest few, in words."""
    words = [
        f"{'the same as' if index == 1 else f'{index:.0%} like'} that of {names[key]}" for key, index in others.nearest
    ]
    more = others.count - len(others.nearest)
    return " and ".join(words) + (f", and {more} more" if more else "")
