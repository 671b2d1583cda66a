"""Metrics with the names of prometheus_client; the cluster's service of the kind `metrics` has their values.

Every process counts for itself, and the service adds up what they say, as Prometheus does with the pages of all
processes. Each change is told at once, so nobody has to wait for a scrape.
"""

from prometheus_client.exposition import (
    CONTENT_TYPE_LATEST,
    generate_latest,
    push_to_gateway,
    pushadd_to_gateway,
    start_http_server,
)
from prometheus_client.metrics import Counter, Gauge, Histogram, Summary
from prometheus_client.registry import REGISTRY, CollectorRegistry

__all__ = [
    'CONTENT_TYPE_LATEST',
    'REGISTRY',
    'CollectorRegistry',
    'Counter',
    'Gauge',
    'Histogram',
    'Summary',
    'generate_latest',
    'push_to_gateway',
    'pushadd_to_gateway',
    'start_http_server',
]
