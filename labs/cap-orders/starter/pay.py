"""The payment gateway of the shop."""

import requests


class Refused(Exception):
    """The customer's card was declined. That is for good."""


class NoAnswer(Exception):
    """The gateway has said nothing within two seconds, or that it is out of order. Nobody knows what it has done."""


def charge(order_id, amount, key=None):
    """Charge the customer of an order. Of two calls with the same `key`, the gateway does one, and answers both."""
    body = {'amount': amount, 'customer': str(order_id)}
    return _post('/charges', body, {} if key is None else {'Idempotency-Key': str(key)})


def refund(charge_id):
    """Give the money of a charge back. `charge()` returns what it has made, and its `id` is the charge's."""
    return _post(f'/charges/{charge_id}/refund', {}, {})


def _post(path, body, headers):
    try:
        answer = requests.post(f'http://pay.example.com{path}', json=body, headers=headers, timeout=2)
    except requests.RequestException as error:
        raise NoAnswer(f'{path}: {type(error).__name__}') from error
    if answer.status_code == 402:
        raise Refused(body['customer'])
    if answer.status_code >= 500:
        raise NoAnswer(f'{path}: {answer.status_code}')
    answer.raise_for_status()
    return answer.json()
