"""The client of an object store: `boto3.client('s3')`."""

from __future__ import annotations

import base64
import datetime
import io
from typing import Any

from boto3._client import BaseClient

_EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


class Client(BaseClient):
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


def _moment(micros: int) -> datetime.datetime:
    return _EPOCH + datetime.timedelta(microseconds=micros)
