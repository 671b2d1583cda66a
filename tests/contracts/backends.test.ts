import { describe, expect, it } from 'vitest'
import { type Backend, createBackendState, store } from '../../simulator/backends/backend.ts'
import { BACKENDS } from '../../simulator/backends/index.ts'
import {
  type BackendName,
  type Json,
  type Log,
  type ResultMeta,
  seconds,
} from '../../simulator/index.ts'
import { type Body, result, runScript, type Script, sleep } from '../support/scripted.ts'

const meta = (status: string): ResultMeta => ({
  status,
  result: null,
  traceback: null,
  children: null,
  date_done: null,
})

/** A task of 0.2 s whose result the client waits for, and then reads as the last time. */
function contract(name: string): void {
  const backend: Backend | undefined = Object.values<Backend>(BACKENDS).find(
    (one) => one.name === name,
  )
  const shared = backend?.readers !== 'process'

  const waited = (options: string, settings: Script['settings'], then: Body): Log =>
    runScript(
      {
        settings: settings ?? {},
        tasks: {
          'tasks.slow': {
            *body() {
              yield sleep(seconds(0.2))
              return 'done'
            },
          },
        },
        main: then,
      },
      {
        cluster: {
          backend: name as BackendName,
          workers: [{ name: 'w1', options, autostart: true }],
        },
      },
    )

  const end = (log: Log): Json | undefined =>
    Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((entry) =>
      entry.kind === 'program-ended' ? [entry.detail.returned] : [],
    )[0]

  it('gives a result to who may read it (rules 6.18, 6.24)', () => {
    const log = waited('-c 1', {}, function* (_args, api) {
      const meta = yield* result(api.send('tasks.slow'), seconds(3))
      return meta?.result ?? null
    })
    expect(end(log)).toBe(shared ? 'done' : null)
  })

  it('lets a program hear of it, or look for it every half second (rules 6.15, 6.26)', () => {
    const log = waited('-c 1', {}, function* (_args, api) {
      yield* result(api.send('tasks.slow'), seconds(3))
      return null
    })
    const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
    const parked = entries.find(({ kind }) => kind === 'body-parked')
    const resumed = entries.find(
      ({ kind, actor }) => kind === 'body-resumed' && actor.kind === 'client',
    )
    const pause = (resumed?.time ?? 0) - (parked?.time ?? 0)
    if (!shared) expect(pause).toBe(seconds(3))
    else if (backend?.waits === 'looked for') expect(pause).toBe(seconds(0.5))
    else expect(pause).toBeLessThan(seconds(0.3))
  })

  it('lets a result go when it is old, by itself or by celery.backend_cleanup (rule 6.12)', () => {
    const log = waited('-c 1', { result_expires: 60 }, function* (_args, api) {
      const id = api.send('tasks.slow')
      yield* result(id, seconds(3))
      yield sleep(seconds(100))
      const before = yield { kind: 'meta', id }
      api.tell('cleanup', {})
      const after = yield { kind: 'meta', id }
      return [before, after].map((heard) => heard.kind === 'metas' && heard.metas[id] !== undefined)
    })
    expect(end(log)).toEqual([shared && backend?.expires === 'by cleanup', false])
  })
}

describe.each(Object.entries<Backend>(BACKENDS))('the result backend %s', (name, backend) => {
  it('is named as it is registered', () => {
    expect(backend.name).toBe(name)
  })

  it('keeps what is written, if it keeps anything', () => {
    const state = createBackendState()
    expect(store(backend, state, 't1', meta('STARTED'))).toBe(backend.enabled)
    expect(store(backend, state, 't1', meta('FAILURE'))).toBe(backend.enabled)
    expect(state.metas['t1']?.status).toBe(backend.enabled ? 'FAILURE' : undefined)
  })

  it('lets a success be overwritten unless success is final in it (rules 6.10, 6.11)', () => {
    const state = createBackendState()
    store(backend, state, 't1', meta('SUCCESS'))
    const overwritten = store(backend, state, 't1', meta('FAILURE'))
    expect(overwritten).toBe(backend.enabled && !backend.keepsSuccess)
  })

  it('counts chords, or says in Celery’s words that it cannot', () => {
    const { chords } = backend
    if (typeof chords === 'object') expect(chords.refused).toMatch(/chords.*\n\nNote that a group/)
    else expect(['counted', 'polled']).toContain(chords)
  })

  if (backend.enabled) contract(name)
})
