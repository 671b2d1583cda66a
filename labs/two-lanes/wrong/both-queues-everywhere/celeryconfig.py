task_routes = {
    'tasks.send_mail': {'queue': 'mail'},
    'tasks.encode_video': {'queue': 'video'},
}
