"""Logging in lines of JSON, with the names of python-json-logger.

A formatter for any handler of `logging`: what it writes to stdout or stderr is collected by the cluster's services
of the kind `logs`.
"""

__version__ = '4.0.0'
