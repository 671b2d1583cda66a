import { expect, it } from 'vitest'
import { runScript } from '../../tests/support/scripted.ts'

it('a state that somebody stores has their line; what a body comes to has none', () => {
  const at = { file: 'tasks.py', line: 7 }
  const log = runScript({
    tasks: {
      'tasks.report': {
        *body(_args, api) {
          const id = String(api.request['id'])
          api.tell('store', { id, state: 'PROGRESS', result: { done: 3 }, at })
          return 1
        },
      },
    },
    *main(_args, api) {
      api.send('tasks.report')
      return null
    },
  })
  const lines = Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((entry) =>
    entry.kind === 'state-stored' ? [[entry.detail.state, entry.detail.at]] : [],
  )
  expect(lines).toEqual([
    ['PROGRESS', at],
    ['SUCCESS', undefined],
  ])
})
