"""The exceptions of requests."""

from json import JSONDecodeError as _JSONDecodeError


class RequestException(IOError):
    """Base of all that requests raises; `request` and `response` where there are some."""

    def __init__(self, *args, request=None, response=None):
        self.response = response
        self.request = request
        super().__init__(*args)


class InvalidJSONError(RequestException):
    """What was to be sent is no JSON."""


class JSONDecodeError(InvalidJSONError, _JSONDecodeError):
    """The response is no JSON."""

    def __init__(self, *args, **kwargs):
        _JSONDecodeError.__init__(self, *args)
        InvalidJSONError.__init__(self, *self.args, **kwargs)


class HTTPError(RequestException):
    """The server answered with an error."""


class ConnectionError(RequestException):
    """The server could not be reached, or the connection broke."""


class Timeout(RequestException):
    """The request took too long."""


class ConnectTimeout(ConnectionError, Timeout):
    """No connection came about in time; it is safe to try again."""


class ReadTimeout(Timeout):
    """The server did not answer in time; whether it has done anything, nobody knows."""


class URLRequired(RequestException):
    """A URL is needed."""


class TooManyRedirects(RequestException):
    """It went round in circles."""


class MissingSchema(RequestException, ValueError):
    """The URL does not begin with http:// or https://."""


class InvalidSchema(RequestException, ValueError):
    """The URL begins with something else."""


class InvalidURL(RequestException, ValueError):
    """The URL is none."""
