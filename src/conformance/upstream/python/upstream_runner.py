"""Runs one test of the suite in the sandbox, or says which tests there are."""

import importlib
import inspect
import itertools
import json

import pytest
import upstream_app  # noqa: F401
import upstream_fixtures
from upstream_fixtures import described


def main():
    with open('upstream.json') as file:
        case = json.load(file)
    module = importlib.import_module(case['module'])
    if case['test'] is None:
        return [test.id for test in tests_of(module)]
    for test in tests_of(module):
        if test.id == case['test']:
            return run(module, test)
    raise LookupError(f'There is no test {case["test"]} in {case["module"]}.')


class Test:
    """One function with one set of parameters."""

    def __init__(self, id, owner, function, arguments, marks):
        self.id, self.owner, self.function = id, owner, function
        self.arguments, self.marks = arguments, marks

    def expected_failure(self):
        """The mark `xfail` that holds here, or None."""
        for mark in self.marks:
            if mark.name == 'xfail' and all(mark.args):
                return mark
        return None


def tests_of(module):
    """All tests of a module in the order of its text."""
    for name, value in list(vars(module).items()):
        if inspect.isclass(value) and name.lower().startswith('test') and value.__module__ == module.__name__:
            for method, function in list(vars(value).items()):
                if method.startswith('test') and callable(function):
                    yield from _each(f'{name}::{method}', value, function, _marks(value))
        elif name.startswith('test') and inspect.isfunction(value):
            yield from _each(name, None, value, [])


def _marks(target):
    return list(getattr(target, 'pytestmark', ()))


def _each(name, owner, function, marks):
    marks = [*marks, *_marks(function)]
    sets = [_parameters(mark) for mark in marks if mark.name == 'parametrize']
    for combination in itertools.product(*sets):
        ids = '-'.join(id for id, _, _ in combination)
        arguments = {key: value for _, values, _ in combination for key, value in values.items()}
        more = [mark for _, _, own in combination for mark in own]
        yield Test(f'{name}[{ids}]' if ids else name, owner, function, arguments, [*marks, *more])


def _parameters(mark):
    names, rows = mark.args[0], mark.args[1]
    ids = mark.kwargs.get('ids')
    if isinstance(names, str):
        names = [name.strip() for name in names.split(',')]
    made = []
    for place, row in enumerate(rows):
        own_id, marks, values = None, (), row
        if isinstance(row, pytest.Parameters):
            own_id, marks, values = row.id, row.marks, row.values
        elif len(names) == 1:
            values = (row,)
        given = own_id or (ids[place] if ids else None)
        id = given or '-'.join(_shown(name, value, place) for name, value in zip(names, values))
        made.append((id, dict(zip(names, values)), marks))
    return made


def _shown(name, value, place):
    if isinstance(value, (str, int, float, bool)) or value is None:
        return str(value)
    shown = getattr(value, '__name__', None)
    return shown if isinstance(shown, str) else f'{name}{place}'


class Record:
    """What became of a test and its subtests."""

    def __init__(self):
        self.subtests = 0
        self.failures = []

    def passed(self, name):
        self.subtests += 1

    def failed(self, name, error):
        self.subtests += 1
        self.failures.append({'subtest': name, **described(error)})


class Fixtures:
    """Fixtures of one test, made when first asked for, and taken down in turn."""

    def __init__(self, module, record):
        conftest = importlib.import_module(f'{module.__package__}.conftest')
        self._known = {**upstream_fixtures.BUILT_IN}
        for source in (conftest, module):
            for value in list(vars(source).values()):
                if inspect.isfunction(value) and hasattr(value, 'fixture'):
                    self._known[value.fixture['name']] = value
        self._made = {'record': record, 'request': None}
        self._open = []

    def autouse(self):
        for name, function in self._known.items():
            if function.fixture['autouse']:
                self.get(name)

    def get(self, name):
        if name not in self._made:
            if name not in self._known:
                raise LookupError(f'There is no fixture {name!r}.')
            function = self._known[name]
            arguments = {key: self.get(key) for key in inspect.signature(function).parameters}
            made = function(**arguments)
            if inspect.isgenerator(made):
                self._open.append(made)
                made = next(made)
            self._made[name] = made
        return self._made[name]

    def close(self):
        for generator in reversed(self._open):
            next(generator, None)


def run(module, test):
    """The outcome of one test, with its first difference."""
    record = Record()
    outcome, difference = _outcome(module, test, record)
    failures = [*record.failures, *([difference] if difference else [])]
    return {'outcome': outcome, 'subtests': record.subtests, 'differences': failures}


def _outcome(module, test, record):
    expected = test.expected_failure()
    try:
        if any(mark.name == 'skip' for mark in test.marks):
            pytest.skip('marked so')
        _call(module, test, record)
    except pytest.Skipped as skipped:
        return 'skipped', {'error': str(skipped), 'place': ''}
    except pytest.XFailed as failure:
        return 'xfailed', {'error': str(failure), 'place': ''}
    except Exception as error:
        kinds = expected.kwargs.get('raises') if expected else None
        foreseen = expected is not None and (kinds is None or isinstance(error, kinds))
        return 'xfailed' if foreseen else 'failed', described(error)
    if record.failures:
        return 'xfailed' if expected else 'failed', None
    return 'xpassed' if expected else 'passed', None


def _call(module, test, record):
    fixtures = Fixtures(module, record)
    try:
        fixtures.autouse()
        owner = [] if test.owner is None else [test.owner()]
        wanted = list(inspect.signature(test.function).parameters)[len(owner) :]
        parameters = inspect.signature(test.function).parameters
        arguments = {
            name: test.arguments[name] if name in test.arguments else fixtures.get(name)
            for name in wanted
            if name in test.arguments or parameters[name].default is inspect.Parameter.empty
        }
        test.function(*owner, **arguments)
    finally:
        fixtures.close()
