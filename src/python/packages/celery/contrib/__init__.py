"""What comes with Celery besides."""

from celery._missing import attributes_of

__getattr__ = attributes_of(__name__)
