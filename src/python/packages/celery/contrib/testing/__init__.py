"""Helpers for tests of programs with tasks."""

from celery._missing import attributes_of

__getattr__ = attributes_of(__name__)
