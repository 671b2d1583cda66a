# As Celery has it by itself: a task is acknowledged before it begins.
task_acks_late = False

worker_prefetch_multiplier = 1
