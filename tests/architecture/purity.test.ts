import path from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { PURITY_RULES } from '../../.config/eslint-purity.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfigFile: path.join(ROOT, '.config/eslint.config.js'),
})

/** The purity rules that a line breaks when it stands in a file of the simulator that exists. */
async function broken(
  text: string,
  file = 'simulator/kernel/units.ts',
): Promise<readonly string[]> {
  const [result] = await eslint.lintText(`${text}\n`, { filePath: path.join(ROOT, file) })
  const found = (result?.messages ?? []).map((message) => message.ruleId ?? message.message)
  return found.filter((rule) => rule in PURITY_RULES || !rule.startsWith('@typescript-eslint/'))
}

const IMPURE = [
  'export const now = () => Date.now()',
  'export const now = () => new Date()',
  'export const chance = () => Math.random()',
  'export const chance = () => Math["random"]()',
  'const { random } = Math\nexport const chance = () => random()',
  'export const curve = (x: number) => Math.log(x)',
  'export const curve = (x: number) => Math.exp(x) + Math.pow(x, 2)',
  'export const curve = (x: number) => Math.sin(x)',
  'export const curve = (x: number) => x ** 2',
  'export const later = async () => 1',
  'export async function later() { return 1 }',
  'export const later = { async go() { return 1 } }',
  'export const later = () => Promise.resolve(1)',
  'export function* many() { yield 1 }',
  'export const later = () => setTimeout(() => 1, 0)',
  'export const later = () => queueMicrotask(() => undefined)',
  'export const timed = () => performance.now()',
  'export const say = () => console.log(1)',
  'export const where = () => process.cwd()',
  'export const page = () => window',
  'export const page = () => globalThis',
  'export const load = () => fetch("x")',
  'export const load = () => import("./x.ts")',
  'export const order = (a: string, b: string) => a.localeCompare(b)',
  'export const word = (a: number) => a.toLocaleString()',
  'let count = 0\nexport const next = () => (count += 1)',
] as const

const PURE = [
  'export const half = (x: number) => Math.floor(x / 2)',
  'export const mix = (x: number) => Math.imul(x, 3) >>> 0',
  'export const root = (x: number) => Math.sqrt(x)',
  'export const sum = (xs: readonly number[]) => { let s = 0; for (const x of xs) s += x; return s }',
] as const

describe('the simulator is pure', () => {
  it.each(IMPURE)('%s is caught', async (text) => {
    expect(await broken(text)).not.toEqual([])
  })

  it.each(PURE)('%s is fine', async (text) => {
    expect(await broken(text)).toEqual([])
  })

  it('holds in the simulator alone', async () => {
    expect(await broken('export const now = () => Date.now()', 'src/thread/protocol.ts')).toEqual(
      [],
    )
  })

  it('cannot be switched off by a comment', async () => {
    const text = '// eslint-disable-next-line\nexport const now = () => Date.now()'
    expect(await broken(text)).toContain('no-restricted-globals')
  })
})
