import { describe, expect, it } from 'vitest'
import { type Backend, createBackendState, store } from '../../simulator/backends/backend.ts'
import { BACKENDS } from '../../simulator/backends/index.ts'
import type { ResultMeta } from '../../simulator/index.ts'

const meta = (status: string): ResultMeta => ({
  status,
  result: null,
  traceback: null,
  children: null,
  date_done: null,
})

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
    expect(backend.chordRefusal ?? 'chords').toMatch(/chords/u)
    if (!backend.enabled) expect(backend.chordRefusal).not.toBeNull()
  })
})
