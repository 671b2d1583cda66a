# Settings of Celery, one name = value on each line.
# This lab's broker and result backend are one Redis: the cluster sets both.

task_serializer = 'json'
