"""The second way to wait, its compiler: from a function's syntax tree to that of its `async` twin.

A twin does what its function does, line for line; but whatever it calls may be a twin in turn, and then it
is awaited. So a wait far down leaves every stack frame above it through the door that Python has for this,
where the machine cannot put a stack away. Helpers stand in the tree as marked strings, which the compiled
code then gets replaced by the functions themselves (as the ticks are, see `_ticks`).
"""

import ast
import copy
from types import CodeType

# What the helpers of `_twins` are called in the tree.
MARK = '\0twin '

# A name that no program can write.
_RESULT = '.result'

# They look at the frame that calls them, or must be seen by the compiler.
_OF_THE_FRAME = frozenset({'super', 'locals', 'globals', 'vars', 'dir', 'eval', 'exec'})

# Nothing of the learner's runs inside of them, or only what cannot wait there.
_NEVER_WAIT = frozenset(
    'abs all any ascii bin bool bytearray bytes callable chr complex delattr dict divmod enumerate filter float '
    'format frozenset getattr hasattr hash hex id input int isinstance issubclass iter len list map max memoryview '
    'min next object oct ord pow print property range repr reversed round set setattr slice sorted str sum tuple '
    'type zip'.split()
)

# They take all that a generator gives, so that a list may stand for it.
_CONSUMERS = frozenset({'dict', 'frozenset', 'list', 'max', 'min', 'set', 'sorted', 'sum', 'tuple'})
_SHORT_CIRCUIT = frozenset({'all', 'any'})


def bound_names(tree):
    """Every name that a file gives a meaning of its own; what is not here and is a builtin's is the builtin."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition('.')[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
            found.add(node.name)
    return found


def property_names(tree, only_calling):
    """Names of the properties that a file's classes have, or of those alone that call something."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any('property' in ast.unparse(each).lower() for each in node.decorator_list)
        and not (only_calling and not _calls(node))
    }


def _calls(function):
    return any(isinstance(node, ast.Call) for statement in function.body for node in ast.walk(statement))


class Unit:
    """A function that is in no other, as a file of its own: what its code means is the same there."""

    def __init__(self, function, classes, futures):
        self.first = min((each.lineno for each in function.decorator_list), default=function.lineno)
        self.last = function.end_lineno
        body = function
        for each in reversed(classes):
            body = ast.copy_location(ast.ClassDef(each.name, [], [], [body], [], each.type_params), each)
        self.tree = ast.Module([*futures, body], [])


def units(tree):
    """The functions of a file that are in no other."""
    futures = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == '__future__']
    return list(_units(tree, (), futures))


def _units(node, classes, futures):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield Unit(child, classes, futures)
        elif isinstance(child, ast.ClassDef):
            yield from _units(child, (*classes, child), futures)
        elif isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            yield from _units(child, classes, futures)


def awaiting_coroutines(tree, names):
    """The file with its own `async def`s waiting as twins do: they are what they are, and need none."""
    return _OwnCoroutines(names).visit(tree)


def with_twins(tree, names):
    """The file with a twin in front of every function that can have one. It is compiled and never run."""
    return _Pairing(names).visit(copy.deepcopy(tree))


def as_coroutine(tree, names):
    """The file with a body that waits as a twin does, for `PyCF_ALLOW_TOP_LEVEL_AWAIT`."""
    tree = copy.deepcopy(tree)
    # Without a name for results: a name of a module is for everybody to see.
    tree.body = _Awaiting(names, in_function=False).block(tree.body)
    return tree


class Names:
    """What a file's twins must know of names: its own, and those of properties that may wait."""

    def __init__(self, bound, properties):
        self.builtins = _NEVER_WAIT - bound
        self.consumers = _CONSUMERS - bound
        self.short_circuit = _SHORT_CIRCUIT - bound
        self.properties = properties


class _OwnCoroutines(ast.NodeTransformer):
    def __init__(self, names):
        self._names = names

    def visit_AsyncFunctionDef(self, node):
        self.generic_visit(node)
        node.body = _Awaiting(self._names).block(node.body)
        return node


class _Pairing(ast.NodeTransformer):
    def __init__(self, names):
        self._names = names

    def visit_FunctionDef(self, node):
        twin = _twin(node, self._names)
        self.generic_visit(node)
        return node if twin is None else [twin, node]


def _twin(node, names):
    kind = _Yields()
    for statement in node.body:
        kind.visit(statement)
    # An async generator can do neither.
    if kind.yields and (kind.returns_value or kind.uses_yield_from):
        return None
    body = _Awaiting(names).block(copy.deepcopy(node.body))
    if not kind.yields:
        body = [_carrying_stop(body, node)]
    fields = {field: getattr(node, field) for field in node._fields if field != 'body'}
    return ast.copy_location(ast.AsyncFunctionDef(body=body, **fields), node)


def _carrying_stop(body, place):
    """A coroutine cannot raise StopIteration: it gives it back, and who awaits it raises it."""
    given = ast.copy_location(ast.Name(_RESULT, ast.Load()), place)
    back = ast.copy_location(ast.Return(_called('stopped', [given], place)), place)
    kind = _helper('StopIteration', place)
    handler = ast.copy_location(ast.ExceptHandler(kind, _RESULT, [back]), place)
    return ast.copy_location(ast.Try(body, [handler], [], []), place)


class _Yields(ast.NodeVisitor):
    """Whether a function's own code makes it a generator, and of which kind."""

    def __init__(self):
        self.yields = self.returns_value = self.uses_yield_from = False

    def visit_Yield(self, node):
        self.yields = True
        self.generic_visit(node)

    def visit_YieldFrom(self, node):
        self.yields = True
        self.uses_yield_from = True

    def visit_Return(self, node):
        self.returns_value = self.returns_value or node.value is not None
        self.generic_visit(node)

    def _leave(self, node):
        pass

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = _leave

    def visit_Expr(self, node):
        # As a statement of its own it is a loop.
        if isinstance(node.value, ast.YieldFrom):
            self.yields = True
            self.visit(node.value.value)
        else:
            self.generic_visit(node)


def _helper(name, place):
    return ast.copy_location(ast.Constant(f'{MARK}{name}\0'), place)


def _called(name, arguments, place):
    return ast.copy_location(ast.Call(_helper(name, place), arguments, []), place)


def _awaited(value, place):
    return ast.copy_location(ast.Await(value), place)


def tick_kind(node):
    """The kind of a call that is a tick, or None."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Constant):
        text = node.func.value
        if isinstance(text, str) and text.startswith('\0tick '):
            return text[len('\0tick ') : -1]
    return None


def _call_place(call):
    """Where the compiler says that a call is: a method's is its name, in a chain of several lines."""
    attribute = call.func
    place = ast.copy_location(ast.Constant(None), call)
    if not isinstance(attribute, ast.Attribute) or call.lineno == attribute.end_lineno:
        return place
    place.lineno = attribute.end_lineno
    if len(attribute.attr) <= attribute.end_col_offset:
        place.col_offset = attribute.end_col_offset - len(attribute.attr)
        place.end_col_offset = attribute.end_col_offset
    place.end_lineno = max(place.lineno, call.end_lineno)
    return place


class _Awaiting(ast.NodeTransformer):
    """Rewrites the body of one function; what is nested in it stays plain and has twins of its own."""

    def __init__(self, names, in_function=True):
        self._names = names
        # Whether a local variable may hold results until it is known what they are.
        self._has_local = in_function

    def block(self, statements):
        found = []
        for statement in statements:
            made = self.visit(statement)
            found.extend(made if isinstance(made, list) else [made])
        return found

    # What runs another function's code, or in a scope where nothing can be awaited.

    def _definition(self, node):
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        self._defaults(node.args)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _definition

    def visit_Lambda(self, node):
        self._defaults(node.args)
        return node

    def _defaults(self, arguments):
        arguments.defaults = [self.visit(each) for each in arguments.defaults]
        arguments.kw_defaults = [each and self.visit(each) for each in arguments.kw_defaults]

    def visit_ClassDef(self, node):
        if not node.type_params:
            node.decorator_list = [self.visit(each) for each in node.decorator_list]
            node.bases = [self.visit(each) for each in node.bases]
            node.keywords = [self.visit(each) for each in node.keywords]
        return node

    def visit_AnnAssign(self, node):
        node.target = self.visit(node.target)
        node.value = node.value and self.visit(node.value)
        return node

    def _as_it_is(self, node):
        return node

    visit_TypeAlias = visit_MatchValue = visit_MatchClass = visit_MatchMapping = _as_it_is

    # Comprehensions: of a list, set or dict they belong to this function, a generator does not.

    def _comprehension(self, node):
        with _NoLocal(self):
            return self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = _comprehension

    def visit_GeneratorExp(self, node):
        with _NoLocal(self):
            first = node.generators[0]
            first.iter = self.visit(first.iter)
        return node

    # Calls.

    def visit_Call(self, node):
        if tick_kind(node) is not None:
            return node
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name in _OF_THE_FRAME:
            return self.generic_visit(node) if name == 'exec' or name == 'eval' else node
        if _takes_generator(node):
            consumed = self._consumed(node, name)
            if consumed is not None:
                return consumed
        if name in self._names.builtins:
            return self.generic_visit(node)
        return self._call(node, 'pick')

    def _call(self, node, picker):
        place = _call_place(node)
        self.generic_visit(node)
        node.func = _called(picker, [node.func], node.func)
        return self._settled(ast.copy_location(node, place), place)

    def _consumed(self, node, name):
        given = node.args[0]
        joins = isinstance(node.func, ast.Attribute) and node.func.attr == 'join'
        if not joins and name not in self._names.consumers and name not in self._names.short_circuit:
            return None
        with _NoLocal(self):
            made = self.generic_visit(copy.deepcopy(given))
        if not _awaits(made):
            return None
        if name in self._names.short_circuit:
            return _awaited(_called(name, [made], node), node)
        node.args[0] = ast.copy_location(ast.ListComp(made.elt, made.generators), given)
        if joins:
            node.func = self.visit(node.func)
        return node

    def _settled(self, made, place):
        """What was called, or what that comes to if it is a twin."""
        if not self._has_local:
            return _called('check', [_awaited(_called('settle', [made], place), place)], place)

        def result(context):
            return ast.copy_location(ast.Name(_RESULT, context), place)

        kind = ast.Call(_helper('type', place), [ast.NamedExpr(result(ast.Store()), made)], [])
        test = ast.Compare(kind, [ast.IsNot()], [_helper('coroutine', place)])
        settled = _awaited(_called('settle', [result(ast.Load())], place), place)
        settled = _called('check', [settled], place)
        chosen = ast.IfExp(test, result(ast.Load()), settled)
        for node in (made, kind.args[0], kind, test, chosen):
            ast.copy_location(node, place)
        return chosen

    def visit_Attribute(self, node):
        if not isinstance(node.ctx, ast.Load) or node.attr not in self._names.properties:
            return self.generic_visit(node)
        place = ast.copy_location(ast.Constant(None), node)
        value = self.visit(node.value)
        name = ast.copy_location(ast.Constant(node.attr), node)
        return self._settled(_called('load', [value, name], place), place)

    # Statements.

    def visit_Expr(self, node):
        kind = tick_kind(node.value)
        if kind in ('loop', 'call'):
            due = ast.copy_location(ast.Call(_helper(f'due {kind}', node), [], []), node)
            wait = ast.copy_location(ast.Expr(_awaited(_called('slice', [], node), node)), node)
            return ast.copy_location(ast.If(due, [wait], []), node)
        if isinstance(node.value, ast.YieldFrom):
            return self._yield_each(node)
        return self.generic_visit(node)

    def _yield_each(self, node):
        item = ast.copy_location(ast.Name(_RESULT, ast.Store()), node)
        given = ast.copy_location(ast.Name(_RESULT, ast.Load()), node)
        body = ast.copy_location(ast.Expr(ast.copy_location(ast.Yield(given), node)), node)
        loop = ast.For(item, node.value.value, [body], [])
        return self.visit_For(ast.copy_location(loop, node))

    def visit_For(self, node):
        called = node.iter
        name = called.func.id if isinstance(called, ast.Call) and isinstance(called.func, ast.Name) else None
        if not isinstance(called, ast.Call) or name in self._names.builtins or name in _OF_THE_FRAME:
            node.target = self.visit(node.target)
            node.iter = self.visit(node.iter)
            node.body, node.orelse = self.block(node.body), self.block(node.orelse)
            return node
        each = _called('each', [self._call(called, 'pick_iterated')], called)
        target, body, orelse = self.visit(node.target), self.block(node.body), self.block(node.orelse)
        return ast.copy_location(ast.AsyncFor(target, each, body, orelse), node)

    def visit_With(self, node):
        for item in node.items:
            place = item.context_expr
            item.context_expr = _called('context', [self.visit(place)], place)
            if item.optional_vars is not None:
                item.optional_vars = self.visit(item.optional_vars)
        return ast.copy_location(ast.AsyncWith(node.items, self.block(node.body)), node)

    def visit_Import(self, node):
        return [self._loading(alias.name, 0, (), node) for alias in node.names] + [node]

    def visit_ImportFrom(self, node):
        if node.module == '__future__':
            return node
        names = tuple(alias.name for alias in node.names)
        return [self._loading(node.module or '', node.level, names, node), node]

    def _loading(self, name, level, names, place):
        space = ast.copy_location(
            ast.Call(ast.copy_location(ast.Name('globals', ast.Load()), place), [], []), place
        )
        given = [ast.copy_location(ast.Constant(each), place) for each in (name, level, names)]
        loading = _awaited(_called('import', [space, *given], place), place)
        return ast.copy_location(ast.Expr(loading), place)


class _NoLocal:
    """Inside comprehensions a name for results cannot be bound everywhere."""

    def __init__(self, awaiting):
        self._awaiting = awaiting

    def __enter__(self):
        self._before = self._awaiting._has_local
        self._awaiting._has_local = False

    def __exit__(self, *error):
        self._awaiting._has_local = self._before


def _awaits(generator):
    """Whether a generator awaits anything when it goes on; what it begins with is its maker's."""
    first, *others = generator.generators
    inside = [generator.elt, *first.ifs, *others]
    return any(isinstance(node, ast.Await) for each in inside for node in ast.walk(each))


def _takes_generator(node):
    return len(node.args) == 1 and not node.keywords and isinstance(node.args[0], ast.GeneratorExp)


def twin_codes(code):
    """The code of every twin in a compiled file of pairs, by its name and first line."""
    found = {}
    before = {}
    for constant in code.co_consts:
        if not isinstance(constant, CodeType):
            continue
        key = (constant.co_qualname, constant.co_firstlineno)
        if key in before and before[key].co_flags & _ASYNC:
            found[key] = before[key]
        before[key] = constant
        found.update(twin_codes(constant))
    return found


# CO_COROUTINE and CO_ASYNC_GENERATOR.
_ASYNC = 0x80 | 0x200
