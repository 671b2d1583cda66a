"""The app of the suite, for the session's worker (`-A upstream_app`) and for the tests."""

import os

os.environ['TEST_BROKER'] = os.environ['TEST_BACKEND'] = 'redis://'

from celery import Celery, Task  # noqa: E402

# What `celery.contrib.testing.app.TestApp` sets, then what the suite's `celery_config` does.
app = Celery('celery.tests', set_as_current=False)
app.conf.update(
    accept_content={'json'},
    enable_utc=True,
    timezone='UTC',
    broker_url='redis://',
    result_backend='redis://',
    result_extended=True,
)
app.set_current()
app.set_default()

import upstream_modules  # noqa: E402, F401
import upstream_thread  # noqa: E402
from t.integration import tasks  # noqa: E402

# `celery_class_tasks`: tasks that are classes are registered with the session's app.
for found in list(vars(tasks).values()):
    if isinstance(found, type) and issubclass(found, Task) and found.name:
        app.register_task(found())

upstream_thread.share_receivers()
