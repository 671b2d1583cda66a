"""Common declarations."""

from __future__ import annotations

from typing import Any, ClassVar

from celery._missing import attributes_of
from celery.utils import uuid
from kombu.entity import Exchange, Queue

__all__ = ['Broadcast', 'uuid']
__getattr__ = attributes_of(__name__)


class Broadcast(Queue):
    """A queue of one's own for every worker, behind one fanout exchange: all of them get each message (rule 2.13)."""

    attrs: ClassVar[tuple[tuple[str, Any], ...]] = (*Queue.attrs, ('queue', None))

    def __init__(
        self,
        name: str | None = None,
        queue: str | None = None,
        unique: bool = False,
        auto_delete: bool = True,
        exchange: Exchange | None = None,
        alias: str | None = None,
        **kwargs: Any,
    ) -> None:
        own = f'{queue or "bcast"}.{uuid()}' if unique else queue or f'bcast.{uuid()}'
        super().__init__(
            name=own,
            exchange=Exchange(name or '', type='fanout') if exchange is None else exchange,
            alias=alias or name,
            auto_delete=auto_delete,
            **kwargs,
        )

    def _described(self) -> dict[str, Any]:
        """The queue for the simulation, marked: a publish does not declare it (rule 1.23)."""
        return {**super()._described(), 'broadcast': True}
