# Settings of Celery, one name = value on each line.

worker_prefetch_multiplier = 1

# A message is acknowledged before its task begins.
task_acks_late = False
