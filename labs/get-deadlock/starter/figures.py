"""The figures of the week. They lie in another house, and each of them takes a moment."""

import requests


def sales(report):
    """What the shop has sold, in euros."""
    return _ask('sales', report)


def costs(report):
    """What that has cost, in euros."""
    return _ask('costs', report)


def visits(report):
    """How many people have been there."""
    return _ask('visits', report)


def _ask(figure, report):
    answer = requests.get(f'http://figures.example.com/{figure}?report={report}', timeout=30)
    return answer.json()['base'] + answer.json()['step'] * report
