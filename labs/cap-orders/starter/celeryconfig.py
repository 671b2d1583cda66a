# Settings of Celery, one name = value on each line.

worker_prefetch_multiplier = 1
