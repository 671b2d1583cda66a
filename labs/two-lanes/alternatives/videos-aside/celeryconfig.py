# Only the videos move away: the mails stay on the default queue, and w1 takes from that.

task_routes = {'tasks.encode_*': 'video'}
