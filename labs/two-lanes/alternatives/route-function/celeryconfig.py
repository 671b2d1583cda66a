def by_length(name, args, kwargs, options, task=None, **others):
    return {'queue': 'long' if name == 'tasks.encode_video' else 'short'}


task_routes = (by_length,)
task_acks_late = True
worker_prefetch_multiplier = 1
