import { expect, it } from 'vitest'
import { runScript, sleep } from '../../tests/support/scripted.ts'
import { seconds } from '../index.ts'

/** Levels of the lines in a worker's log, and what its task prints, in order. */
const heard = (options: string): readonly string[] => {
  const log = runScript(
    {
      tasks: {
        'tasks.job': {
          *body(_args, api) {
            api.tell('print', { stream: 'stdout', text: 'printed' })
            api.tell('log', { level: 'DEBUG', logger: 'shop', text: 'debug' })
            api.tell('log', { level: 'ERROR', logger: 'shop', text: 'error' })
            yield sleep(seconds(0.1))
            return null
          },
        },
      },
      *main(_args, api) {
        api.send('tasks.job')
        yield sleep(seconds(1))
        return null
      },
    },
    { cluster: { workers: [{ name: 'w1', options, autostart: true }] } },
  )
  const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const received = entries.findIndex(({ kind }) => kind === 'message-delivered')
  return entries.slice(received).flatMap((entry) => {
    if (entry.kind === 'printed') return ['printed']
    return entry.kind === 'logged' ? [entry.detail.level] : []
  })
}

it('a worker logs from its -l on, and prints as a warning', () => {
  expect(heard('-c 1 -l debug')).toEqual(['INFO', 'printed', 'DEBUG', 'ERROR', 'INFO'])
  expect(heard('-c 1 -l info')).toEqual(['INFO', 'printed', 'ERROR', 'INFO'])
  expect(heard('-c 1 --loglevel=WARNING')).toEqual(['printed', 'ERROR'])
  expect(heard('-c 1 -l ERROR')).toEqual(['ERROR'])
  expect(heard('-c 1 -l FATAL')).toEqual([])
})

it('one without -l logs from INFO on', () => {
  expect(heard('-c 1')).toEqual(heard('-c 1 -l info'))
})
