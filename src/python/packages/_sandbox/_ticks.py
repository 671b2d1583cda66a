"""The pass over the learner's syntax tree that makes computing take simulated time.

A tick goes to the start of each loop body and each function, and into each comprehension as a
condition that is always true. It carries the position of the statement it belongs to, so line numbers
and tracebacks stay as they were. In the tree a tick is a call of a marked string, which the compiled
code then gets replaced by the function itself: no name exists that a learner could meet or change.
"""

import ast
import types
import warnings

from ._clock import ticks

_MARKS = {f'\0tick {kind}\0': tick for kind, tick in ticks.items()}


def compile_ticking(source, path):
    """Compile a learner's file; raises SyntaxError exactly as Python does."""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        # Compiled as it stands first: an error in the changed tree could not show the learner's line.
        compile(source, path, 'exec', dont_inherit=True)
        tree = _Ticking().visit(ast.parse(source, path))
        return _with_functions(compile(tree, path, 'exec', dont_inherit=True))


def _with_functions(code):
    constants = tuple(_function_for(constant) for constant in code.co_consts)
    return code.replace(co_consts=constants)


def _function_for(constant):
    if isinstance(constant, types.CodeType):
        return _with_functions(constant)
    return _MARKS.get(constant, constant) if isinstance(constant, str) else constant


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
    def _loop(self, node):
        self.generic_visit(node)
        node.body.insert(0, _statement('loop', node))
        return node

    visit_For = visit_AsyncFor = visit_While = _loop

    def _function(self, node):
        self.generic_visit(node)
        # A docstring has to stay first; a line in front of the first statement is the function's own.
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body.insert(start, _statement('call', node))
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node):
        self.generic_visit(node)
        tick = _tick('call', node.body)
        node.body = _place(ast.BoolOp(ast.And(), [tick, node.body]), node.body)
        return node

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.ifs.insert(0, _tick('comprehension', node.target))
        return node
