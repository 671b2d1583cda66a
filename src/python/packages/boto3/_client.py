"""What the clients of all services have in common."""

from __future__ import annotations

import urllib.parse
from typing import Any

from _sandbox import _services
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

# Seconds that boto3 waits for an answer.
_READ_TIMEOUT = 60


class BaseClient:
    """Asks one service; its name says which operation of the API that was."""

    _kind = ''

    def __init__(self, endpoint_url: str | None):
        self._host = '' if endpoint_url is None else urllib.parse.urlsplit(endpoint_url).hostname or endpoint_url

    def _ask(self, name: str, operation: str, subject: str, given: Any = None) -> Any:
        answer = _services.call(
            self._kind, operation, subject, given, host=self._host, timeout=_READ_TIMEOUT, muted_code=200
        )
        if answer['outcome'] == 'timed out':
            raise ReadTimeoutError(f'https://{answer["service"]}/')
        if answer['outcome'] != 'answered':
            raise EndpointConnectionError(f'https://{answer["service"]}/')
        if answer['code'] != 200:
            error = {'Code': answer['text'], 'Message': f'{subject}: {answer["text"]}'}
            status = {'HTTPStatusCode': answer['code']}
            raise ClientError({'Error': error, 'ResponseMetadata': status}, name)
        return answer['value'] or {}
