"""The client of a secret store: `boto3.client('secretsmanager')`."""

from __future__ import annotations

from typing import Any

from boto3._client import BaseClient


class Client(BaseClient):
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
