task_routes = {'tasks.send_mail': {'queue': 'mail'}}
