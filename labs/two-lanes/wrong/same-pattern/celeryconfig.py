task_routes = {'tasks.*': {'queue': 'video'}}
