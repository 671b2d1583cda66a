"""`app.log`: how an app logs. The lines of workers are in the log of the run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from celery._missing import attributes_of
from celery.utils.log import get_logger

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = ['Logging']
__getattr__ = attributes_of(__name__)


class Logging:
    """The logging of an app. The sandbox has set it up when the first task runs."""

    #: Whether it was set up: once for each process.
    already_setup = False

    def __init__(self, app: Celery) -> None:
        self.app = app
        self.loglevel = logging.WARN
        self.format: str = app.conf.worker_log_format
        self.task_format: str = app.conf.worker_task_log_format
        self.colorize: bool | None = app.conf.worker_log_color

    def setup(
        self,
        loglevel: int | str | None = None,
        logfile: Any = None,
        redirect_stdouts: bool = False,
        redirect_level: str = 'WARNING',
        colorize: bool | None = None,
        hostname: str | None = None,
    ) -> Any:
        """Set the level of the loggers, once."""
        return self.setup_logging_subsystem(loglevel, logfile, colorize=colorize, hostname=hostname)

    def setup_logging_subsystem(
        self,
        loglevel: int | str | None = None,
        logfile: Any = None,
        format: str | None = None,
        colorize: bool | None = None,
        hostname: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """Set the level of the root logger, once."""
        if self.already_setup:
            return None
        self.already_setup = True
        logging.getLogger().setLevel(loglevel or self.loglevel)
        return []

    def setup_task_loggers(
        self,
        loglevel: int | str | None = None,
        logfile: Any = None,
        format: str | None = None,
        colorize: bool | None = None,
        propagate: bool = False,
        **kwargs: Any,
    ) -> logging.Logger:
        """The logger that all loggers of tasks hang on."""
        logger = get_logger('celery.task')
        logger.setLevel(loglevel or self.loglevel)
        return logger

    def get_default_logger(self, name: str = 'celery', **kwargs: Any) -> logging.Logger:
        """Celery's own logger."""
        return get_logger(name)
