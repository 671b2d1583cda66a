"""Stamps: marks of your own that travel with messages (rules 5.52, 5.53)."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from copy import deepcopy
from typing import Any

from celery._shapes import _chain, _chord, group
from celery._signature import Signature, maybe_signature


class StampingVisitor(metaclass=ABCMeta):
    """Decides which stamps go on which task: write a subclass and pass it to `sig.stamp(Visitor())`."""

    __module__ = 'celery.canvas'

    def on_group_start(self, group: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a group's tasks."""
        return {}

    def on_group_end(self, group: Signature, **headers: Any) -> None:
        """Called after a group's tasks."""

    def on_chain_start(self, chain: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a chain's tasks."""
        return {}

    def on_chain_end(self, chain: Signature, **headers: Any) -> None:
        """Called after a chain's tasks."""

    @abstractmethod
    def on_signature(self, sig: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a single task."""

    def on_chord_header_start(self, sig: Any, **header: Any) -> dict[str, Any]:
        """The stamps of a chord's header; its tasks become a group."""
        if not isinstance(sig.tasks, group):
            sig.tasks = group(sig.tasks)
        return self.on_group_start(sig.tasks, **header)

    def on_chord_header_end(self, sig: Any, **header: Any) -> None:
        """Called after a chord's header."""
        self.on_group_end(sig.tasks, **header)

    def on_chord_body(self, sig: Signature, **header: Any) -> dict[str, Any]:
        """The stamps of a chord's body."""
        return {}

    def on_callback(self, callback: Signature, **header: Any) -> dict[str, Any]:
        """The stamps of a link."""
        return {}

    def on_errback(self, errback: Signature, **header: Any) -> dict[str, Any]:
        """The stamps of an error link."""
        return {}


def stamp(sig: Any, visitor: Any, append: bool, headers: dict[str, Any]) -> Any:
    """Stamps a signature with its links, and all that is inside a canvas."""
    if isinstance(sig, _chain):
        return _stamp_chain(sig, visitor, append, headers)
    if isinstance(sig, group):
        return _stamp_group(sig, visitor, append, headers)
    if isinstance(sig, _chord):
        return _stamp_chord(sig, visitor, append, headers)
    stamp_links(sig, visitor, append, headers)
    return sig.set(**_collected(sig, _visited(visitor, 'on_signature', sig, headers), append, headers))


def _stamp_chain(chain: Any, visitor: Any, append: bool, headers: dict[str, Any]) -> None:
    stamps = _collected(chain, _visited(visitor, 'on_chain_start', chain, headers), append, headers)
    # Celery forgets here that stamps are to be appended.
    stamp_links(chain, visitor, False, stamps)
    for task in chain.tasks:
        task.stamp(visitor, append, **stamps)
    if visitor is not None:
        visitor.on_chain_end(chain, **stamps)


def _stamp_group(tasks: Any, visitor: Any, append: bool, headers: dict[str, Any]) -> None:
    stamps = _collected(tasks, _visited(visitor, 'on_group_start', tasks, headers), append, headers)
    stamp_links(tasks, visitor, append, stamps)
    stamped = [maybe_signature(task) for task in tasks.tasks]
    for task in stamped:
        task.stamp(visitor, append, **stamps)
    if isinstance(tasks.tasks, list):
        tasks.tasks[:] = stamped
    else:
        # Celery makes a list of a tuple of tasks here.
        tasks['kwargs']['tasks'] = stamped
    if visitor is not None:
        visitor.on_group_end(tasks, **stamps)


def _stamp_chord(chord: Any, visitor: Any, append: bool, headers: dict[str, Any]) -> None:
    tasks = chord.tasks.tasks if isinstance(chord.tasks, group) else chord.tasks
    stamps = _collected(chord, _visited(visitor, 'on_chord_header_start', chord, headers), append, headers)
    stamp_links(chord, visitor, append, stamps)
    for task in tasks:
        task.stamp(visitor, append, **stamps)
    if visitor is None:
        return
    visitor.on_chord_header_end(chord, **stamps)
    if chord.body is not None:
        inner = _collected(chord, _visited(visitor, 'on_chord_body', chord, stamps), append, stamps)
        chord.body.stamp(visitor, append, **inner)


def stamp_links(sig: Any, visitor: Any, append: bool, headers: dict[str, Any]) -> None:
    """Stamps the callbacks and errbacks of a signature; each takes over what those before it got."""
    for field, hook in (('link', 'on_callback'), ('link_error', 'on_errback')):
        stamps = deepcopy(headers)
        for link in _listed(sig.options.get(field)):
            # A plain dict is not made a signature, but what it holds is shared.
            found = Signature(link) if type(link) is dict else maybe_signature(link)
            visited = _visited(visitor, hook, found, stamps)
            stamps = _collected(sig, visited, append, stamps, own=False)
            found.stamp(visitor, append, **stamps)


def _visited(visitor: Any, hook: str, sig: Any, headers: dict[str, Any]) -> dict[str, Any] | None:
    return None if visitor is None else getattr(visitor, hook)(sig, **headers) or {}


def _collected(
    sig: Any, visited: dict[str, Any] | None, append: bool, headers: dict[str, Any], own: bool = True
) -> dict[str, Any]:
    """Stamps of a call, of a visitor, and those that the signature has."""
    stamps = dict(headers)
    stamps.setdefault('stamped_headers', list(stamps))
    if visited is not None:
        # What a visitor gives is its own object: Celery writes into it, and so does this.
        visited.setdefault('stamped_headers', list(visited))
        _merge(stamps, visited, append)
        stamps['stamped_headers'] = list(set(stamps['stamped_headers']))
    if own:
        names = {*stamps.get('stamped_headers', ()), *sig.options.get('stamped_headers', ())}
        stamps['stamped_headers'] = list(names)
        _merge(stamps, {key: value for key, value in sig.options.items() if key in names}, append)
        stamps['stamped_headers'] = list(set(stamps['stamped_headers']))
    return stamps


def _merge(into: dict[str, Any], more: dict[str, Any], append: bool) -> None:
    """The values of two dicts: of the same name the first stays, or with `append` both are kept in a list."""
    for key, value in into.items():
        if key not in more:
            continue
        if isinstance(value, dict):
            _merge(into[key], more[key], True)
            continue
        if append and isinstance(value, (int, float, str)):
            into[key] = [value]
        if isinstance(more[key], list) and isinstance(into[key], list):
            into[key].extend(more[key])
        elif append:
            into[key] = [*(into[key] or ()), more[key]]
    for key, value in more.items():
        into.setdefault(key, value)


def _listed(links: Any) -> list[Any]:
    if links is None:
        return []
    return list(links) if isinstance(links, (list, tuple)) else [links]
