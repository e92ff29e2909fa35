"""The same mistake with another number in it: a rate fixed at 0.05 and not at 0.01, a patience of 7 and not of 3.

A mistake's *relative* is the mistake with its own numbers changed. What the two answer alike belongs to the mistake;
what they answer differently depends on the number, and is free.
"""

import ast
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from torchgrade.judge.transcripts import Print, Transcript, near_numbers, same_answer

RELATIVE = " with other numbers"  # behind a mistake's name: its relative


def relative(mistake: str, reference: str) -> str:
    """The source of a mistake with all numbers changed that the reference has not in that place; "" without any."""
    tree = ast.parse(mistake)
    own = list(_own_numbers(tree, ast.parse(reference)))
    for node in own:
        node.value = _another(node.value)
    return ast.unparse(tree) if own else ""


def _another(number: object) -> float:
    assert isinstance(number, int | float)
    return 2 * number + 1 if isinstance(number, int) else 0.37 * number


def _own_numbers(tree: ast.Module, reference: ast.Module) -> Iterator[ast.Constant]:
    """The numbers in functions and classes that are not in the reference's function or class of that name."""
    theirs = {node.name: node for node in reference.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            known = Counter(one.value for one in _numbers(theirs[node.name])) if node.name in theirs else Counter()
            for one in _numbers(node):
                if known[one.value]:
                    known[one.value] -= 1
                else:
                    yield one


def _numbers(tree: ast.AST) -> list[ast.Constant]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)]


def related(
    lost: Transcript, mistaken: Transcript, other: Transcript, right: Transcript, by_chance: Sequence[bool]
) -> bool:
    """Whether a transcript is of one family with two: wrong where both are, alike where they are alike."""
    if len(lost) not in (len(mistaken), len(other)):
        return False
    told = False
    for i, (answer, theirs, others) in enumerate(zip(lost, mistaken, other, strict=False)):
        true, free = (right[i] if i < len(right) else None), i < len(by_chance) and by_chance[i]
        wrong = [not same_answer(one, true, free) for one in (answer, theirs, others)]
        if any(wrong) and not (all(wrong) and _alike(answer, theirs, others, free)):
            return False
        told = told or any(wrong)
    return told


def _alike(answer: Print, theirs: Print, others: Print, by_chance: bool) -> bool:
    """Whether a wrong answer has all that the two members of the family have in common."""
    if answer[1] != theirs[1] and answer[1] != others[1]:
        return False
    if theirs[1:3] != others[1:3]:
        return True  # a shape, or the kind of an error, that depends on the number
    if answer[2] != theirs[2]:
        return bool(answer[1] == "error")
    return by_chance or all(
        near_numbers(mine, one)
        for mine, one, two in zip_longest(answer[3], theirs[3], others[3], fillvalue=math.nan)
        if near_numbers(one, two)
    )
