"""The exceptions of boto3."""

from typing import Any


class BotoCoreError(Exception):
    """Base of what goes wrong on this side."""


class EndpointConnectionError(BotoCoreError):
    """The service could not be reached."""

    def __init__(self, endpoint_url: str):
        super().__init__(f'Could not connect to the endpoint URL: "{endpoint_url}"')


class ReadTimeoutError(BotoCoreError):
    """The service did not answer in time."""

    def __init__(self, endpoint_url: str):
        super().__init__(f'Read timeout on endpoint URL: "{endpoint_url}"')


class UnknownServiceError(BotoCoreError):
    """There is no such service in this lab."""


class ClientError(Exception):
    """The service refused; `response['Error']['Code']` says why."""

    def __init__(self, error_response: dict[str, Any], operation_name: str):
        error = error_response['Error']
        super().__init__(
            f"An error occurred ({error['Code']}) when calling the {operation_name} operation: {error['Message']}"
        )
        self.response = error_response
        self.operation_name = operation_name
