# Settings of Celery, one name = value on each line.

worker_prefetch_multiplier = 1

task_acks_late = True
task_reject_on_worker_lost = True

# Mails do not stand in the way of orders.
task_routes = {'tasks.tell': {'queue': 'mails'}}
