task_queue_max_priority = 10
worker_prefetch_multiplier = 1
