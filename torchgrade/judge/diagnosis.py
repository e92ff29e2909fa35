"""Names the mistake: what a submission returned in a failing check, held against what known mistakes return there.

Where the reference itself answers differently from another random start, agreement of the shapes is enough.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from torchgrade.judge.mistakes import Mistake
from torchgrade.judge.relatives import RELATIVE, related
from torchgrade.judge.transcripts import Transcript, Transcripts, agree, chance, repeats, same

CHEAP = 2.0  # processor seconds of a check that is run again for every possible mistake


def candidates(mistakes: Iterable[Mistake], lost: Transcripts, waiting: frozenset[str]) -> list[Mistake]:
    """The mistakes that can be behind what was lost: every check that one must fail did fail, or could not be tried."""
    return [m for m in mistakes if set(m.fails) <= set(lost) | waiting and set(m.fails) & set(lost)]


def name_mistakes(
    lost: Transcripts,
    possible: Sequence[Mistake],
    seconds: Mapping[str, float],
    transcripts_of: Callable[[str, frozenset[str]], Transcripts],
) -> dict[str, list[Mistake]]:
    """For each lost check the mistakes whose transcript there is the student's, best explanations only.

    `seconds` is the processor time that the submission took in each check; `transcripts_of(name, checks)` gives the
    transcripts of a mistake, or those of "reference" and of "reference again" (from another random start).
    """
    telling = {mistake.name: _telling(mistake, lost, seconds) for mistake in possible}
    checks = frozenset(check for names in telling.values() for check in names)
    if not checks:
        return {}
    right, again = transcripts_of("reference", checks), transcripts_of("reference again", checks)
    by_chance = {check: chance(right[check], again[check]) for check in right.keys() & again.keys()}
    theirs = {m.name: transcripts_of(m.name, telling[m.name] & by_chance.keys()) for m in possible}
    likeness = {
        name: {check: _likeness(lost[check], found[check], right[check], by_chance[check]) for check in found}
        for name, found in theirs.items()
    }
    best = {check: max(like.get(check, 0) for like in likeness.values()) for check in checks}
    matched = {name: {check for check in like if 0 < like[check] == best[check]} for name, like in likeness.items()}
    named = _fewest(possible, matched, set(lost))
    if named:
        return named
    return _relatives(lost, possible, theirs, right, by_chance, transcripts_of)


def _relatives(
    lost: Transcripts,
    possible: Sequence[Mistake],
    theirs: Mapping[str, Transcripts],
    right: Transcripts,
    by_chance: Mapping[str, list[bool]],
    transcripts_of: Callable[[str, frozenset[str]], Transcripts],
) -> dict[str, list[Mistake]]:
    """The one mistake that it is with another number in it, if that takes no other mistake for its own."""

    def fits(mistake: Mistake, answers: Transcripts, other: Transcripts) -> bool:
        checks = theirs[mistake.name].keys() & other.keys()
        return bool(checks) and all(
            check in answers
            and related(answers[check], theirs[mistake.name][check], other[check], right[check], by_chance[check])
            for check in checks
        )

    found = []
    for mistake in possible:
        other = transcripts_of(mistake.name + RELATIVE, frozenset(theirs[mistake.name]))
        strangers = [one for one in possible if one != mistake and one.name not in mistake.twins]
        if fits(mistake, lost, other) and not any(fits(mistake, theirs[one.name], other) for one in strangers):
            found.append(mistake)
    if len(found) == 1 and set(lost) <= set(found[0].fails):
        return dict.fromkeys(lost, found)
    return {}


def _likeness(lost: Transcript, mistaken: Transcript, right: Transcript, by_chance: list[bool]) -> int:
    """How well a transcript is a mistake's and not the reference's: 2 to the number or apart from chance, 0 not at all.

    1 is for what repeats: another style draws other numbers from the same seed, but the same answers come twice.
    """
    if any(same(lost, mistaken, ignored) and not agree(lost, right, ignored) for ignored in ((), by_chance)):
        return 2
    told = repeats(lost)
    return int(same(lost, mistaken, [True] * len(lost)) and told == repeats(mistaken) != repeats(right)[: len(told)])


def _fewest(
    possible: Sequence[Mistake], matched: Mapping[str, set[str]], unexplained: set[str]
) -> dict[str, list[Mistake]]:
    """The fewest mistakes that explain the most: the best match first, then what that one does not account for.

    Mistakes that match in the same checks, and must fail as many, are named together.
    """
    named: dict[str, list[Mistake]] = {}
    while True:
        explained = {m.name: (len(matched[m.name] & unexplained), len(unexplained & set(m.fails))) for m in possible}
        best = max(possible, key=lambda mistake: explained[mistake.name])
        found = matched[best.name] & unexplained
        if not found:
            return named
        equal = [mistake for mistake in possible if explained[mistake.name] == explained[best.name]]
        twins = [mistake for mistake in equal if matched[mistake.name] == matched[best.name]]
        named |= dict.fromkeys(found, twins)
        unexplained = unexplained - {check for twin in twins for check in twin.fails}


def _telling(mistake: Mistake, lost: Transcripts, seconds: Mapping[str, float]) -> frozenset[str]:
    """The lost checks by which a mistake is recognised: the cheap ones, or else the cheapest."""
    failing = sorted((check for check in mistake.fails if check in lost), key=lambda check: seconds[check])
    return frozenset([check for check in failing if seconds[check] <= CHEAP] or failing[:1])
