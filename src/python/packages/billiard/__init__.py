"""billiard of the sandbox: the exceptions that Celery's process pool raises."""

from celery._missing import attributes_of

__version__ = '4.2.4'
__getattr__ = attributes_of(__name__)
