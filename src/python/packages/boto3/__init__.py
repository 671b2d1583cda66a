"""Object store and secret store with the names of boto3: `boto3.client('s3')`, `boto3.client('secretsmanager')`."""

from __future__ import annotations

import base64
import datetime
import io
import urllib.parse
from typing import Any

from _sandbox import _services
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError, UnknownServiceError

_EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)

# Seconds that boto3 waits for an answer.
_READ_TIMEOUT = 60


class _Client:
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


class S3(_Client):
    """An object store: buckets of objects, each under its key."""

    _kind = 'objects'

    def put_object(self, *, Bucket: str, Key: str, Body: Any = b'', **options: Any) -> dict[str, Any]:
        """Write an object; one with the same key is replaced."""
        body = Body.read() if hasattr(Body, 'read') else Body
        data = body.encode() if isinstance(body, str) else bytes(body)
        given = {'body': base64.b64encode(data).decode(), 'size': len(data)}
        self._ask('PutObject', 'put', f'{Bucket}/{Key}', given)
        return {'ResponseMetadata': {'HTTPStatusCode': 200}}

    def get_object(self, *, Bucket: str, Key: str, **options: Any) -> dict[str, Any]:
        """Read an object; its `Body` is read like a file."""
        found = self._ask('GetObject', 'get', f'{Bucket}/{Key}')
        data = base64.b64decode(found.get('body', ''))
        return {'Body': io.BytesIO(data), 'ContentLength': len(data), 'LastModified': _moment(found.get('at', 0))}

    def head_object(self, *, Bucket: str, Key: str, **options: Any) -> dict[str, Any]:
        """How large an object is, and when it was written."""
        found = self._ask('HeadObject', 'head', f'{Bucket}/{Key}')
        return {'ContentLength': found.get('size', 0), 'LastModified': _moment(found.get('at', 0))}

    def delete_object(self, *, Bucket: str, Key: str, **options: Any) -> dict[str, Any]:
        """Take an object away, if it is there."""
        self._ask('DeleteObject', 'delete', f'{Bucket}/{Key}')
        return {'ResponseMetadata': {'HTTPStatusCode': 204}}

    def list_objects_v2(self, *, Bucket: str, Prefix: str = '', **options: Any) -> dict[str, Any]:
        """The objects of a bucket whose keys begin like this."""
        found = self._ask('ListObjectsV2', 'list', f'{Bucket}/{Prefix}').get('objects', [])
        contents = [
            {'Key': one['key'][len(Bucket) + 1 :], 'Size': one['size'], 'LastModified': _moment(one['at'])} for one in found
        ]
        return {'KeyCount': len(contents), **({'Contents': contents} if contents else {})}


class SecretsManager(_Client):
    """A secret store."""

    _kind = 'secrets'

    def get_secret_value(self, *, SecretId: str, **options: Any) -> dict[str, Any]:
        """The value of a secret, as it is now."""
        found = self._ask('GetSecretValue', 'get', SecretId)
        return {'Name': SecretId, 'SecretString': found.get('value', ''), 'VersionId': f'v{found.get("version", 1)}'}

    def rotate_secret(self, *, SecretId: str, **options: Any) -> dict[str, Any]:
        """Give a secret a new value; the old one is good no longer."""
        found = self._ask('RotateSecret', 'rotate', SecretId)
        return {'Name': SecretId, 'VersionId': f'v{found.get("version", 1)}'}


def _moment(micros: int) -> datetime.datetime:
    return _EPOCH + datetime.timedelta(microseconds=micros)


_CLIENTS = {'s3': S3, 'secretsmanager': SecretsManager}


def client(service_name: str, *, endpoint_url: str | None = None, **options: Any) -> Any:
    """A client for a service: `s3` or `secretsmanager`; `endpoint_url` where the cluster has more than one."""
    if service_name not in _CLIENTS:
        known = ', '.join(_CLIENTS)
        raise UnknownServiceError(f'There is no {service_name!r} in this lab. There are: {known}.')
    return _CLIENTS[service_name](endpoint_url)
