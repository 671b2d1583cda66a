"""`zoneinfo` without files: the simulation knows the time zones, and tells them when a program asks."""

import io
import struct
from zoneinfo import _common

from . import _bridge

# Moments of the simulation's clock count from here, in seconds since 1970.
_EPOCH = 1_767_225_600
_MICROS = 1_000_000


def install():
    """Let `ZoneInfo('Europe/Prague')` find its zone; `tzdata` cannot be installed here."""

    def load_tzdata(key):
        zone = _bridge.tell('zone', {'name': key}).get('zone')
        if zone is None:
            raise _common.ZoneInfoNotFoundError(f'No time zone found with key {key}')
        return io.BytesIO(tzif(zone['at'], zone['offsets']))

    _common.load_tzdata = load_tzdata


def tzif(at, offsets):
    """The file of a zone (RFC 9636): changes as moments, the offset before the first and after each."""
    kinds = sorted(set(offsets))
    names = [_name(kind // _MICROS) for kind in kinds]
    letters = b''.join(name + b'\0' for name in names)
    places = [sum(len(name) + 1 for name in names[:nth]) for nth in range(len(kinds))]
    first = kinds.index(offsets[0])
    # Clocks show the first kind before the first change: readers take kind 0.
    order = [first, *(nth for nth in range(len(kinds)) if nth != first)]
    index = {kinds[nth]: place for place, nth in enumerate(order)}
    standard = min(offsets[-2:])
    moments = [_EPOCH + moment // _MICROS for moment in at]
    head = struct.pack(
        '>4sc15x6l', b'TZif', b'2', 0, 0, 0, len(moments), len(kinds), len(letters)
    )
    return b''.join(
        [
            struct.pack('>4sc15x6l', b'TZif', b'2', 0, 0, 0, 0, 1, 1),
            struct.pack('>lbB', 0, 0, 0),
            b'\0',
            head,
            struct.pack(f'>{len(moments)}q', *moments),
            bytes(index[offset] for offset in offsets[1:]),
            *(
                struct.pack('>lbB', kinds[nth] // _MICROS, kinds[nth] > standard, places[nth])
                for nth in order
            ),
            letters,
            b'\n\n',
        ]
    )


def _name(seconds):
    """`+01`, `-0330`: the data has no abbreviations."""
    if seconds == 0:
        return b'UTC'
    hours, minutes = divmod(abs(seconds) // 60, 60)
    tail = f'{minutes:02}' if minutes else ''
    return f'{"-" if seconds < 0 else "+"}{hours:02}{tail}'.encode()
