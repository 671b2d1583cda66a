"""Lines that nobody would read to their end."""

# Of a longer line the beginning and the end are told: the page would have to keep it all.
LONGEST = 10_000


def shortened(text, left_out=0):
    """A line as it is told, with how much is not shown; `left_out` characters of its middle are gone."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    left_out += len(text) - LONGEST
    return f'{text[:half]} [{left_out:,} characters of this line are not shown] {text[-half:]}'
