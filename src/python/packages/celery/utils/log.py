"""Loggers of tasks, and the way of their lines into the worker's log."""

from __future__ import annotations

import logging

from celery import _bridge
from celery._missing import attributes_of
from celery._state import frames

__all__ = ['get_logger', 'get_task_logger']
__getattr__ = attributes_of(__name__)

_TASK_LOGGER = 'celery.task'


def get_logger(name: str) -> logging.Logger:
    """A logger by name."""
    return logging.getLogger(name)


def get_task_logger(name: str) -> logging.Logger:
    """A logger for tasks: its lines begin with the task that wrote them, `tasks.add[id]: text`."""
    logger = logging.getLogger(name)
    if name != _TASK_LOGGER and logger.parent is logging.root:
        logger.parent = logging.getLogger(_TASK_LOGGER)
    return logger


def _of_a_task(name: str) -> bool:
    logger: logging.Logger | None = logging.getLogger(name)
    while logger is not None:
        if logger.name == _TASK_LOGGER:
            return True
        logger = logger.parent
    return False


class WorkerLog(logging.Handler):
    """Writes what Python loggers say into the worker's log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the simulation one line."""
        try:
            text = self.format(record)
        except Exception:
            self.handleError(record)
            return
        line = _bridge.shortened(text)
        _bridge.tell('log', level=record.levelname, logger=record.name, text=line)

    def format(self, record: logging.LogRecord) -> str:
        """The line as a worker prints it, without time and level."""
        text = super().format(record)
        return f'{_running()}: {text}' if _of_a_task(record.name) else text


def _running() -> str:
    found = frames()
    if not found:
        return '???[???]'
    running = found[-1]
    return f'{running.task.name}[{running.request.id}]'


def set_up() -> None:
    """Send the lines of a worker's loggers into its log, from `-l` on. A client keeps Python's own ways."""
    if _bridge.role() == 'client':
        return
    logging.root.addHandler(WorkerLog())
    logging.root.setLevel(_bridge.tell('loglevel').get('level', 'INFO'))
