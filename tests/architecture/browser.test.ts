import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { findBrowser } from '../e2e/browser.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'browser-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

async function program(code: number): Promise<string> {
  const file = path.join(folder, 'chromium')
  await writeFile(file, `#!/bin/sh\nexit ${String(code)}\n`)
  await chmod(file, 0o755)
  return file
}

it('takes the browser that CHROME_PATH names', async () => {
  const file = await program(0)
  vi.stubEnv('CHROME_PATH', file)
  expect(findBrowser()).toBe(file)
})

it('says so when nothing starts from there', async () => {
  const file = await program(1)
  vi.stubEnv('CHROME_PATH', file)
  expect(() => findBrowser()).toThrow(`CHROME_PATH is ${file}`)
})
