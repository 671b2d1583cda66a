"""The pass over the learner's syntax tree that makes computing take simulated time.

A tick goes to the start of each loop body and each function, and into each comprehension as a
condition that is always true. It carries the position of the statement it belongs to, so line numbers
and tracebacks stay as they were. In the tree a tick is a call of a marked string, which the compiled
code then gets replaced by the function itself: no name exists that a learner could meet or change.
"""

import ast
import types

from . import _clock


def ticking(tree):
    """The tree with ticks."""
    return _Ticking().visit(tree)


def tick_marks(waits):
    """What the marks of ticks stand for, in code that may give up the baton and in code that may not."""
    ticks = _clock.ticks
    turn = ticks['turn']
    kinds = {**ticks, **({} if waits else {'loop': turn, 'call': turn})}
    return {f'\0tick {kind}\0': tick for kind, tick in kinds.items()}


def with_functions(code, marks):
    """The code with each mark replaced by its function."""
    constants = tuple(_function_for(constant, marks) for constant in code.co_consts)
    return code.replace(co_consts=constants)


def _function_for(constant, marks):
    if isinstance(constant, types.CodeType):
        return with_functions(constant, marks)
    return marks.get(constant, constant) if isinstance(constant, str) else constant


def _tick(kind, place):
    mark = ast.Constant(f'\0tick {kind}\0')
    call = ast.Call(func=mark, args=[], keywords=[])
    for node in (mark, call):
        _place(node, place)
    return call


def _place(node, place):
    # One point, not a span: a tick that raises must not underline a whole loop.
    node.lineno = node.end_lineno = place.lineno
    node.col_offset = place.col_offset
    node.end_col_offset = place.col_offset
    return node


def _statement(kind, place):
    return _place(ast.Expr(_tick(kind, place)), place)


class _Ticking(ast.NodeTransformer):
    """`loop` and `call` may give up the baton; `turn`, where the other way of waiting could not, only counts."""

    def __init__(self):
        self._waits = True

    def _inside(self, node, waits):
        before, self._waits = self._waits, waits
        self.generic_visit(node)
        self._waits = before

    def _loop(self, node):
        self.generic_visit(node)
        node.body.insert(0, _statement('loop' if self._waits else 'turn', node))
        return node

    visit_For = visit_AsyncFor = visit_While = _loop

    def _function(self, node):
        waits = not is_generator(node)
        self._inside(node, waits)
        # A docstring has to stay first; a line in front of the first statement is the function's own.
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body.insert(start, _statement('call' if waits else 'turn', node))
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_ClassDef(self, node):
        self._inside(node, False)
        return node

    def visit_Lambda(self, node):
        self.generic_visit(node)
        tick = _tick('turn', node.body)
        node.body = _place(ast.BoolOp(ast.And(), [tick, node.body]), node.body)
        return node

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.ifs.insert(0, _tick('turn', node.target))
        return node


def is_generator(function):
    """Whether a function's own code has a `yield`."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
    return False
