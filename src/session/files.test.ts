import { describe, expect, test } from 'vitest'
import { asRecord, sameFiles, wrongName } from './files.ts'

describe('files of a sitting', () => {
  test('a name must be a module that can be imported, and be free', () => {
    expect(wrongName('mail.py', ['tasks.py'])).toBeNull()
    expect(wrongName('', [])).toContain('Give the file a name')
    expect(wrongName('tasks.py', ['tasks.py'])).toContain('already')
    expect(wrongName('../tasks.py', [])).toContain('Python module name')
    expect(wrongName('2nd.py', [])).toContain('Python module name')
    expect(wrongName('celery.py', [])).toContain('hide Celery')
  })

  test('two sets are the same whatever their order', () => {
    const one = { path: 'a.py', text: '1' }
    const two = { path: 'b.py', text: '2' }
    expect(sameFiles([one, two], [two, one])).toBe(true)
    expect(sameFiles([one], [one, two])).toBe(false)
    expect(sameFiles([one], [{ path: 'a.py', text: 'changed' }])).toBe(false)
    expect(asRecord([one, two])).toEqual({ 'a.py': '1', 'b.py': '2' })
  })
})
