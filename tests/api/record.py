"""Writes down what real Celery shows of its public names: `python record.py > celery-5.6.3.json`.

In a virtual environment with `pip install "celery==5.6.3" "kombu==5.6.2" redis pytest`.
"""

import json
from importlib.metadata import version

import inspect_api
import names

told = {
    'versions': {name: version(name) for name in ('celery', 'kombu', 'billiard')},
    'names': inspect_api.report(names.paths()),
}
print(json.dumps(told, indent=1, sort_keys=True))
