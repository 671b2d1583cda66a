"""Graphs of results: what led to what (`AsyncResult.graph`)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any, TextIO

from celery._missing import attributes_of

__all__ = ['CycleError', 'DependencyGraph', 'GraphFormatter']
__getattr__ = attributes_of(__name__)


class CycleError(Exception):
    """A graph goes in a circle."""


class DependencyGraph:
    """Objects, and which of them depend on which."""

    def __init__(self, it: Iterable[tuple[Any, Iterable[Any]]] | None = None, formatter: Any = None) -> None:
        self.formatter = formatter or GraphFormatter()
        self.adjacent: dict[Any, list[Any]] = {}
        if it is not None:
            self.update(it)

    def add_arc(self, obj: Hashable) -> None:
        """Add an object."""
        self.adjacent.setdefault(obj, [])

    def add_edge(self, A: Hashable, B: Hashable) -> None:
        """A depends on B."""
        self[A].append(B)

    def connect(self, graph: DependencyGraph) -> None:
        """Add all of another graph."""
        self.adjacent.update(graph.adjacent)

    def update(self, it: Iterable[tuple[Any, Iterable[Any]]]) -> None:
        """Add objects with what they depend on."""
        given = [(obj, list(needs)) for obj, needs in it]
        for obj, _ in given:
            self.add_arc(obj)
        for obj, needs in given:
            for need in needs:
                self.add_edge(obj, need)

    def topsort(self) -> list[Any]:
        """The objects in an order in which each comes after what it depends on."""
        done: dict[Any, None] = {}
        open_: set[Any] = set()

        def visit(obj: Any) -> None:
            if obj in done or obj in open_:
                return
            open_.add(obj)
            for need in self[obj]:
                visit(need)
            done[obj] = None

        for obj in self:
            visit(obj)
        return list(done)

    def valency_of(self, obj: Hashable) -> int:
        """How many edges lead on from an object, and from there."""
        if obj not in self:
            return 0
        return len(self[obj]) + sum(self.valency_of(need) for need in self[obj])

    def edges(self) -> Iterator[Any]:
        """The objects that depend on others."""
        return (obj for obj, needs in self.items() if needs)

    def to_dot(self, fh: TextIO, formatter: Any = None) -> None:
        """Write it in the language of Graphviz."""
        draw = formatter or self.formatter
        seen = set()

        def once(line: Any, obj: Any) -> None:
            if draw.label(obj) not in seen:
                _write(fh, line(obj))
                seen.add(draw.label(obj))

        _write(fh, draw.head())
        for obj, needs in self.items():
            if not needs:
                once(draw.terminal_node, obj)
            for need in needs:
                once(draw.node, obj)
                _write(fh, draw.edge(obj, need))
        _write(fh, draw.tail())

    def format(self, obj: Any) -> Any:
        """An object as its formatter shows it."""
        return self.formatter(obj) if self.formatter else obj

    def items(self) -> Any:
        """Pairs of (object, what it depends on)."""
        return self.adjacent.items()

    iteritems = items

    def repr_node(self, obj: Any, level: int = 1, fmt: str = '{0}({1})') -> str:
        """An object with its edges as text."""
        lines = [fmt.format(obj, self.valency_of(obj))]
        for other in self.adjacent.get(obj, ()):
            lines.append('     ' * level + fmt.format(other, self.valency_of(other)))
            lines.extend(self.repr_node(other, level + 1).split('\n')[1:])
        return '\n'.join(lines)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.adjacent)

    def __getitem__(self, node: Hashable) -> list[Any]:
        return self.adjacent[node]

    def __len__(self) -> int:
        return len(self.adjacent)

    def __contains__(self, obj: object) -> bool:
        return obj in self.adjacent

    def __repr__(self) -> str:
        return '\n'.join(self.repr_node(node) for node in self)


class GraphFormatter:
    """How a graph is drawn."""

    scheme: dict[str, Any] = {
        'shape': 'box',
        'arrowhead': 'vee',
        'style': 'filled',
        'fontname': 'HelveticaNeue',
    }
    edge_scheme: dict[str, Any] = {'color': 'darkseagreen4', 'arrowcolor': 'black', 'arrowsize': 0.7}
    node_scheme: dict[str, Any] = {'fillcolor': 'palegreen3', 'color': 'palegreen4'}
    term_scheme: dict[str, Any] = {'fillcolor': 'palegreen1', 'color': 'palegreen2'}
    graph_scheme: dict[str, Any] = {'bgcolor': 'mintcream'}

    def __init__(
        self,
        root: Any = None,
        type: str | None = None,
        id: str | None = None,
        indent: int = 0,
        inw: str = '    ',
        **scheme: Any,
    ) -> None:
        self.id = id or 'dependencies'
        self.root = root
        self.type = type or 'digraph'
        self.direction = {'graph': '--', 'digraph': '->'}[self.type]
        self.IN = inw * (indent or 0)
        self.INp = self.IN + inw
        self.scheme = {**self.scheme, **scheme}
        self.graph_scheme = {**self.graph_scheme, 'root': self.label(self.root)}

    def label(self, obj: Any) -> Any:
        """The name of an object."""
        return obj

    def attr(self, name: str, value: Any) -> str:
        """One attribute."""
        return f'{name}="{value}"'

    def attrs(self, d: dict[str, Any] | None, scheme: dict[str, Any] | None = None) -> str:
        """Attributes over those of a scheme."""
        own = {**scheme, **(d or {})} if scheme else (d or {})
        return ', '.join(self.attr(name, value) for name, value in {**self.scheme, **own}.items())

    def head(self, **attrs: Any) -> bytes:
        """The first lines."""
        opening = f'{self.IN}{self.type} {self.id} {{'
        # Real Celery's head begins without its indentation.
        return self._line(f'{opening.strip()}\n{self.INp}graph [{self.attrs(attrs, self.graph_scheme)}]')

    def tail(self) -> bytes:
        """The last line."""
        return self._line(f'{self.IN}}}')

    def node(self, obj: Any, **attrs: Any) -> bytes:
        """An object that depends on others."""
        return self.draw_node(obj, self.node_scheme, attrs)

    def terminal_node(self, obj: Any, **attrs: Any) -> bytes:
        """An object that depends on none."""
        return self.draw_node(obj, self.term_scheme, attrs)

    def edge(self, a: Any, b: Any, **attrs: Any) -> bytes:
        """An edge."""
        return self.draw_edge(a, b, **attrs)

    def draw_edge(
        self, a: Any, b: Any, scheme: dict[str, Any] | None = None, attrs: dict[str, Any] | None = None
    ) -> bytes:
        """A line for an edge."""
        shown = self.attrs(attrs, self.edge_scheme)
        return self._line(f'{self.INp}"{self.label(a)}" {self.direction} "{self.label(b)}" [{shown}]')

    def draw_node(
        self, obj: Any, scheme: dict[str, Any] | None = None, attrs: dict[str, Any] | None = None
    ) -> bytes:
        """A line for an object."""
        return self._line(f'{self.INp}"{self.label(obj)}" [{self.attrs(attrs, scheme)}]')

    def _line(self, text: str) -> bytes:
        return text.encode('utf-8', 'ignore')


def _write(fh: TextIO, line: bytes | str) -> None:
    print(line.decode() if isinstance(line, bytes) else line, file=fh)
