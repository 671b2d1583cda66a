# Settings of Celery, one name = value on each line.
# This lab's broker and result backend are one Redis: the cluster sets both.

task_serializer = 'json'
task_ignore_result = True
# Pictures and PDFs do not stand in line behind the mails of a slow minute.
task_routes = {'tasks.send_welcome': {'queue': 'mails'}}
