# Settings of Celery, one name = value on each line.

# A worker that dies gives its task back: it is acknowledged when it is done, and not before.
task_acks_late = True
task_reject_on_worker_lost = True

worker_prefetch_multiplier = 1
