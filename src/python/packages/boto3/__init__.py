"""Services with the names of boto3: `boto3.client('s3')`, `boto3.client('secretsmanager')`.

Each is a module `_<name>.py` here, brought along by its service.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from botocore.exceptions import UnknownServiceError

_KNOWN = sorted(one.name[1:] for one in pkgutil.iter_modules(__path__) if one.name not in ('_client',))


def client(service_name: str, *, endpoint_url: str | None = None, **options: Any) -> Any:
    """A client for a service: `s3` or `secretsmanager`; `endpoint_url` where the cluster has more than one."""
    if service_name not in _KNOWN:
        known = ', '.join(_KNOWN)
        raise UnknownServiceError(f'There is no {service_name!r} in this lab. There are: {known}.')
    return importlib.import_module(f'boto3._{service_name}').Client(endpoint_url)
