import { expect, test } from 'vitest'
import { exception } from '../world/errors.ts'
import { tracebackText, wrappedTracebackText } from './traceback.ts'

test('an exception of Celery names its module, one of Python does not', () => {
  expect(tracebackText(exception('builtins.TypeError', ['add() missing 1']))).toBe(
    'Traceback (most recent call last):\nTypeError: add() missing 1\n',
  )
  expect(tracebackText(exception('celery.exceptions.ChordError', ['Dependency a raised b']))).toBe(
    'Traceback (most recent call last):\ncelery.exceptions.ChordError: Dependency a raised b\n',
  )
})

test('one without a message has no colon', () => {
  expect(tracebackText(exception('builtins.ValueError', []))).toBe(
    'Traceback (most recent call last):\nValueError\n',
  )
})

test('what the pool has wrapped ends with the quotes around it', () => {
  const lines = wrappedTracebackText(
    exception('billiard.exceptions.WorkerLostError', [
      'Worker exited prematurely: exitcode 1 Job: 0.',
    ]),
  ).split('\n')
  expect(lines.slice(1, 3)).toEqual(['billiard.einfo.ExceptionWithTraceback: ', '"""'])
  expect(lines.at(-1)).toBe('"""')
})
