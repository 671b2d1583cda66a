"""Helpers of apps."""

from __future__ import annotations

import importlib
import platform
from types import ModuleType
from typing import TYPE_CHECKING, Any

from celery._missing import attributes_of
from celery.app.settings import Settings, filter_hidden_settings

if TYPE_CHECKING:
    from celery.app.base import Celery

__all__ = ['Settings', 'appstr', 'bugreport', 'filter_hidden_settings', 'find_app']
__getattr__ = attributes_of(__name__)

_REPORT = """
software -> celery:{celery} kombu:{kombu} py:{python}
            billiard:{billiard} {driver}
platform -> system:{system} arch:{arch}
            kernel version:{kernel} imp:{implementation}
loader   -> {loader}
settings -> transport:{transport} results:{results}

{settings}
"""


def appstr(app: Celery) -> str:
    """An app in a repr: its name and where it lies."""
    return f'{app.main or "__main__"} at {id(app):#x}'


def bugreport(app: Celery) -> str:
    """Versions and settings as text."""
    import billiard
    import celery
    import kombu

    connection = app.connection()
    backend = app.conf.result_backend
    return _REPORT.format(
        celery=f'{celery.__version__} ({celery.SERIES})',
        kombu=kombu.__version__,
        python=platform.python_version(),
        billiard=billiard.__version__,
        driver=f'sandbox:{connection.transport_cls}',
        system=platform.system(),
        arch=', '.join(part for part in platform.architecture() if part),
        kernel=platform.release(),
        implementation=platform.python_implementation(),
        loader='celery.loaders.app.AppLoader',
        transport=connection.transport_cls,
        results=backend or 'disabled',
        settings=app.conf.humanize(),
    )


def find_app(app: str) -> Any:
    """The app that `-A` names: `proj`, `proj.celery` or `proj:app`."""
    from celery.app.base import Celery

    path, _, attribute = app.partition(':')
    module = importlib.import_module(path)
    if attribute:
        return getattr(module, attribute)
    for name in ('app', 'celery'):
        found = getattr(module, name, None)
        if found is not None and not isinstance(found, ModuleType):
            return found
    if getattr(module, '__path__', None):
        try:
            return find_app(f'{path}.celery')
        except ImportError:
            pass
    for suspect in vars(module).values():
        if isinstance(suspect, Celery):
            return suspect
    raise AttributeError(f"module '{path}' has no attribute 'celery'")
