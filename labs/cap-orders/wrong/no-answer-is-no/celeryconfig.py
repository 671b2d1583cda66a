# Settings of Celery, one name = value on each line.

worker_prefetch_multiplier = 1

# A worker that dies gives its task back.
task_acks_late = True
task_reject_on_worker_lost = True
