import { inPython } from './evaluate.ts'
import type { TableChecker } from './table.ts'

/** kombu's JSON: the text of a value and what comes back from it. */
export const jsonTable: TableChecker = inPython({
  asks: ['python'],
  prelude: `import datetime as dt
import decimal
import uuid
import zoneinfo
from celery import signature
from kombu.utils.json import dumps, loads


def answer(row):
    text = dumps(eval(row['python']))
    return {'json': text, 'back': back(text)}


def back(text):
    try:
        value = loads(text)
    except Exception as exc:
        return {'error': type(exc).__name__, 'text': str(exc)}
    return {'value': {'type': type(value).__name__, 'repr': repr(value)}}
`,
})

/** The shortened repr of arguments at three lengths. */
export const safereprTable: TableChecker = inPython({
  asks: ['python'],
  prelude: `import uuid
from celery.utils.saferepr import saferepr


def answer(row):
    value = eval(row['python'])
    return {'saferepr_%d' % length: saferepr(value, length) for length in (1024, 128, 20)}
`,
})

/** Names that tasks get from their function's module. */
export const taskNamesTable: TableChecker = inPython({
  asks: ['app_main', 'module', 'function'],
  prelude: `from celery import Celery


def answer(row):
    return {'name': Celery(row['app_main']).gen_task_name(row['function'], row['module'])}
`,
})

/** Settings and attributes of tasks that nobody has set. */
export const configDefaultsTable: TableChecker = inPython({
  asks: ['setting', 'task_attribute', 'type', 'old'],
  prelude: `from celery import Celery, Task

app = Celery('tasks')


def answer(row):
    if 'setting' in row:
        return {'default': plain(app.conf[row['setting']])}
    return {'default': plain(getattr(Task, row['task_attribute']))}


def plain(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return repr(value)
`,
})
