"""JSON text between Python and the simulation, as `json` reads and writes it, without what it asks at each call."""

from json import JSONDecoder
from json.encoder import c_make_encoder, encode_basestring_ascii

_scan = JSONDecoder().scan_once


def _refuse(value):
    raise TypeError(f'Object of type {type(value).__name__} is not JSON serializable')


_encode = c_make_encoder(None, _refuse, encode_basestring_ascii, None, ':', ',', False, False, True)


def read(text):
    """The value of a text that begins and ends with it."""
    return _scan(text, 0)[0]


def write(value):
    """The text of a value that holds nothing but what JSON knows, and not itself."""
    return ''.join(_encode(value, 0))
