"""Stamps: marks of your own that travel with messages."""

from __future__ import annotations

from typing import Any

from celery._shapes import _chain, _chord, group
from celery._signature import Signature


class StampingVisitor:
    """Decides which stamps go on which task: write a subclass and pass it to `sig.stamp(Visitor())`."""

    __module__ = 'celery.canvas'

    def on_signature(self, sig: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a single task."""
        return {}

    def on_group_start(self, group: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a group's tasks."""
        return self.on_signature(group, **headers)

    def on_group_end(self, group: Signature, **headers: Any) -> None:
        """Called after a group's tasks."""

    def on_chain_start(self, chain: Signature, **headers: Any) -> dict[str, Any]:
        """The stamps of a chain's tasks."""
        return self.on_signature(chain, **headers)

    def on_chain_end(self, chain: Signature, **headers: Any) -> None:
        """Called after a chain's tasks."""

    def on_chord_header_start(self, sig: Signature, **header: Any) -> dict[str, Any]:
        """The stamps of a chord's header."""
        return self.on_signature(sig, **header)

    def on_chord_header_end(self, sig: Signature, **header: Any) -> None:
        """Called after a chord's header."""

    def on_chord_body(self, sig: Signature, **header: Any) -> dict[str, Any]:
        """The stamps of a chord's body."""
        return {}

    def on_callback(self, callback: Signature, **header: Any) -> dict[str, Any]:
        """The stamps of a link."""
        return {}

    def on_errback(self, errback: Signature, **header: Any) -> dict[str, Any]:
        """The stamps of an error link."""
        return {}


def stamp(sig: Any, visitor: Any, append: bool, headers: dict[str, Any]) -> None:
    """Stamps a signature, or what is inside a canvas; a chord's body only by `on_chord_body` (rule 5.53)."""
    if isinstance(sig, (_chain, group)):
        start = 'on_chain_start' if isinstance(sig, _chain) else 'on_group_start'
        inner = {**headers, **_visited(visitor, start, sig, headers)}
        # Celery makes a list of a tuple of tasks here.
        sig['kwargs']['tasks'] = list(sig.tasks)
        for each in sig.tasks:
            stamp(each, visitor, append, inner)
        return
    if isinstance(sig, _chord):
        inner = {**headers, **_visited(visitor, 'on_chord_header_start', sig, headers)}
        for each in sig.tasks:
            stamp(each, visitor, append, inner)
        body = _visited(visitor, 'on_chord_body', sig, headers)
        if sig.body is not None and body:
            stamp(sig.body, visitor, append, {**headers, **body})
        return
    _put_stamps(sig, {**headers, **_visited(visitor, 'on_signature', sig, headers)}, append)
    for field, hook in (('link', 'on_callback'), ('link_error', 'on_errback')):
        links = sig['options'].get(field) or ()
        for each in links if isinstance(links, (list, tuple)) else [links]:
            _put_stamps(each, {**headers, **_visited(visitor, hook, each, headers)}, append)


def _visited(visitor: Any, hook: str, sig: Any, headers: dict[str, Any]) -> dict[str, Any]:
    if visitor is None:
        return {}
    return dict(getattr(visitor, hook)(sig, **headers) or {})


def _put_stamps(sig: Any, headers: dict[str, Any], append: bool) -> None:
    given = dict(headers)
    named = given.pop('stamped_headers', None)
    names = list(given) if named is None else list(named)
    if not given:
        return
    options = sig['options']
    before = list(options.get('stamped_headers') or ())
    for name, value in given.items():
        if append and name in before and name in names:
            value = [*_listed(options.get(name)), *_listed(value)]
        options[name] = value
    # Celery keeps a set: its order is as arbitrary here as there, and the same in every run.
    options['stamped_headers'] = list({*before, *names})


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple, set)) else [value]
