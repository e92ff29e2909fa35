"""What may stand in the place of a piece of code, so that the program is another one: small changes of one node."""

import ast
from collections.abc import Callable, Iterator

Made = Iterator[ast.AST | list[ast.stmt]]  # what may stand in a node's place
MODULES = {"torch", "F", "nn", "np", "functional", "nn.functional", "torch.nn.functional", "copy", "math", "json", "os"}


def _called(node: ast.AST) -> str:
    """The last name of what is called: "step" of `optimizer.step()`; "" where nothing is."""
    function = node.func if isinstance(node, ast.Call) else None
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _copy(node: ast.AST, **changed: object) -> ast.AST:
    return type(node)(**{**dict(ast.iter_fields(node)), **changed})


def without_call(*names: str) -> Callable[[ast.AST], Made]:
    """Statements that call one of these are gone."""

    def make(node: ast.AST) -> Made:
        if isinstance(node, ast.Expr) and _called(node.value) in names:
            yield []

    return make


def unwrapped(*names: str) -> Callable[[ast.AST], Made]:
    """`x.detach()` is `x`, `deepcopy(x)` is `x`."""

    def make(node: ast.AST) -> Made:
        if isinstance(node, ast.Call) and _called(node) in names:
            inner = node.args[0] if node.args and not _is_method(node) else None
            if isinstance(node.func, ast.Attribute) and _is_method(node):
                inner = node.func.value
            if inner is not None:
                yield inner
        if isinstance(node, ast.Attribute) and node.attr == "T" and "T" in names:
            yield node.value

    return make


def _is_method(node: ast.Call) -> bool:
    """Whether the call is one of a value: of `x.clone()`, not of `torch.relu(x)`."""
    return isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) not in MODULES


def renamed(**names: str) -> Callable[[ast.AST], Made]:
    """Another name, or one of several, in the place of a name."""

    def make(node: ast.AST) -> Made:
        if isinstance(node, ast.Attribute) and node.attr in names:
            yield from (_copy(node, attr=name) for name in names[node.attr].split())
        if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
            yield from (_copy(node, id=name) for name in names[node.id].split())

    return make


def without_no_grad(node: ast.AST) -> Made:
    """A block under `no_grad` without that."""
    if isinstance(node, ast.With) and any(
        _called(item.context_expr) in ("no_grad", "inference_mode") for item in node.items
    ):
        yield node.body


def dropped(node: ast.AST) -> Made:
    """A statement that writes, raises or calls is gone."""
    writes = isinstance(node, ast.Assign) and not any(isinstance(target, ast.Name) for target in node.targets)
    if isinstance(node, ast.AugAssign | ast.Raise) or writes or (isinstance(node, ast.Expr) and _called(node.value)):
        yield []


def condition_dropped(node: ast.AST) -> Made:
    """One branch, whatever the condition is."""
    if isinstance(node, ast.If):
        yield node.body
        yield node.orelse
    if isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse


def out_of_the_loop(node: ast.AST) -> Made:
    """A statement stands before or after the loop that it was in."""
    if isinstance(node, ast.For | ast.While):
        for place, inner in enumerate(node.body):
            rest = [*node.body[:place], *node.body[place + 1 :]]
            if rest and isinstance(inner, ast.Expr | ast.Assign | ast.AugAssign):
                loop = _copy(node, body=rest)
                assert isinstance(loop, ast.For | ast.While)
                yield [inner, loop]
                yield [loop, inner]


def neighbours_swapped(node: ast.AST) -> Made:
    """Two statements, one after the other, in the other order."""
    for field in ("body", "orelse"):
        body = getattr(node, field, None)
        if isinstance(body, list) and isinstance(node, ast.For | ast.While | ast.With | ast.If | ast.FunctionDef):
            for place in range(len(body) - 1):
                if all(isinstance(one, ast.Expr | ast.Assign | ast.AugAssign) for one in body[place : place + 2]):
                    yield _copy(node, **{field: [*body[:place], body[place + 1], body[place], *body[place + 2 :]]})


COMPARED: dict[type, list[type]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
COMPUTED: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}


def compared(node: ast.AST) -> Made:
    """Another comparison."""
    if isinstance(node, ast.Compare):
        yield from (_copy(node, ops=[other(), *node.ops[1:]]) for other in COMPARED[type(node.ops[0])])


def computed(node: ast.AST) -> Made:
    """Another operation on two numbers."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in COMPUTED:
        yield _copy(node, op=COMPUTED[type(node.op)]())


def logic(node: ast.AST) -> Made:
    """`or` for `and`, one side of them alone, a `not` or a sign less."""
    if isinstance(node, ast.BoolOp):
        yield _copy(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        yield from node.values
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield node.operand


def constant(node: ast.AST) -> Made:
    """Another number: one more or less, twice or a tenth; the other truth value."""
    match node:
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
            if value > 0:
                yield ast.Constant(value - 1)
        case ast.Constant(value=float() as value):
            yield ast.Constant(value * 2 if value else 1.0)
            yield ast.Constant(value / 10 if value else 0.1)


def argument_dropped(node: ast.AST) -> Made:
    """A call without one of its named arguments."""
    if isinstance(node, ast.Call):
        for place in range(len(node.keywords)):
            yield _copy(node, keywords=[*node.keywords[:place], *node.keywords[place + 1 :]])


def arguments_swapped(node: ast.AST) -> Made:
    """A call with its first two arguments in the other order."""
    if (
        isinstance(node, ast.Call)
        and len(node.args) >= 2
        and not any(isinstance(one, ast.Starred) for one in node.args)
    ):
        yield _copy(node, args=[node.args[1], node.args[0], *node.args[2:]])


def layer_dropped(node: ast.AST) -> Made:
    """A call of three arguments or more without one that is a call itself: a layer of nn.Sequential, say."""
    if isinstance(node, ast.Call) and len(node.args) >= 3:
        for place, inner in enumerate(node.args):
            if isinstance(inner, ast.Call):
                yield _copy(node, args=[*node.args[:place], *node.args[place + 1 :]])


def slice_dropped(node: ast.AST) -> Made:
    """A slice without one of its ends."""
    if isinstance(node, ast.Slice):
        if node.lower:
            yield _copy(node, lower=None)
        if node.upper:
            yield _copy(node, upper=None)


def returned(node: ast.AST) -> Made:
    """Two results in the other order."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
        first, second = node.value.elts
        yield ast.Return(ast.Tuple([second, first], ast.Load()))
