# Settings of Celery, one name = value on each line.
# This lab's broker is RabbitMQ, and Redis keeps the results: the cluster sets both.

task_serializer = 'json'

task_routes = {
    'tasks.send_mail': {'queue': 'mail'},
    'tasks.encode_video': {'queue': 'video'},
}
