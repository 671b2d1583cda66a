import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import { ESLint } from 'eslint'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { brokenRule } from '../../.config/eslint-import-rules.ts'
import { IMPORT_RULES } from '../../.config/import-rules.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const { default: config } = (await import(path.join(ROOT, '.config/dependency-cruiser.mjs'))) as {
  readonly default: Cruiser
}

/** One import that each rule forbids: from, to, and whether it is `import type`. */
const FORBIDDEN: readonly (readonly [rule: string, from: string, to: string, type?: 'type'])[] = [
  ['simulator-alone', 'simulator/kernel/a.ts', 'src/lib/b.ts'],
  ['simulator-alone', 'simulator/kernel/a.ts', 'src/lib/b.ts', 'type'],
  ['simulator-alone', 'simulator/kernel/a.ts', 'node:fs'],
  ['simulator-front-door', 'src/stage/a.ts', 'simulator/log/b.ts', 'type'],
  ['simulator-front-door', 'labs/checks/a.ts', 'simulator/log/b.ts'],
  ['simulator-no-front-door-inside', 'simulator/workers/a.ts', 'simulator/index.ts', 'type'],
  ['simulator-root-on-top', 'simulator/kernel/a.ts', 'simulator/simulation.ts'],
  ['workers-by-contract', 'simulator/workers/a.ts', 'simulator/brokers/redis/index.ts'],
  ['simulator-tier-1', 'simulator/kernel/a.ts', 'simulator/log/b.ts'],
  ['simulator-tier-3', 'simulator/brokers/a.ts', 'simulator/workers/b.ts'],
  ['labs-below-src', 'labs/checks/a.ts', 'src/lib/b.ts', 'type'],
  ['labs-apart', 'labs/two-lanes/a.ts', 'labs/one-lane/b.ts'],
  ['checks-over-the-log', 'labs/checks/a.ts', 'labs/index.ts'],
  ['src-tier-1', 'src/lib/a.ts', 'src/session/b.ts'],
  ['src-tier-9', 'src/stage/a.ts', 'src/screens/B.svelte'],
  ['src-root-on-top', 'src/lib/a.ts', 'src/main.ts'],
  ['no-tests-in-product', 'src/lib/a.ts', 'tests/b.ts'],
  ['driver-without-python', 'src/driver/a.ts', 'src/python/b.ts'],
  ['page-without-python', 'src/session/a.ts', 'src/driver/b.ts'],
  ['panels-apart', 'src/panels/tasks/A.svelte', 'src/panels/queues/B.svelte'],
  ['only-in-one-folder-xstate', 'src/stage/a.ts', 'xstate'],
  ['only-in-one-folder-comlink', 'src/session/a.ts', 'comlink'],
  ['only-in-one-folder-pyodide', 'src/thread/a.ts', 'pyodide'],
  ['only-in-one-folder-monaco-editor', 'src/screens/a.ts', 'monaco-editor'],
  ['only-in-one-folder-idb', 'src/lib/a.ts', 'idb'],
  ['only-in-one-folder-lezer', 'src/session/a.ts', '@lezer/python'],
  ['only-in-one-folder-d3-', 'src/lib/a.ts', 'd3-scale'],
  ['node-at-the-edge', 'src/lib/a.ts', 'node:fs'],
]

/** Imports that the tree lives on. */
const ALLOWED: readonly (readonly [from: string, to: string, type?: 'type'])[] = [
  ['simulator/log/a.ts', 'simulator/kernel/b.ts'],
  ['simulator/workers/a.ts', 'simulator/brokers/broker.ts'],
  ['simulator/machines/a.ts', 'xstate'],
  ['simulator/index.ts', 'simulator/log/b.ts'],
  ['simulator/kernel/a.test.ts', 'src/lib/b.ts'],
  ['src/driver/a.ts', 'src/python/b.ts', 'type'],
  ['src/thread/a.ts', 'src/python/b.ts'],
  ['src/thread/a.ts', 'comlink'],
  ['src/python/a.ts', 'src/thread/protocol.ts', 'type'],
  ['src/stage/A.svelte', 'd3-shape'],
  ['src/cli/a.ts', 'node:fs'],
  ['labs/two-lanes/a.ts', 'labs/checks/b.ts'],
  ['labs/checks/a.ts', 'simulator/index.ts'],
]

interface Case {
  readonly rule: string
  readonly from: string
  readonly to: string
  readonly kind: 'value' | 'type'
}
const FORBIDDEN_CASES = FORBIDDEN.map(([rule, from, to, kind]): Case => ({
  rule,
  from,
  to,
  kind: kind ?? 'value',
}))
const ALLOWED_CASES = ALLOWED.map(([from, to, kind]): Omit<Case, 'rule'> => ({
  from,
  to,
  kind: kind ?? 'value',
}))

describe('the tree of this moment, cruised with the table', () => {
  let folder = ''
  beforeEach(async () => {
    await mkdir(path.join(ROOT, '.cache'), { recursive: true })
    folder = await mkdtemp(path.join(ROOT, '.cache/cruise-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function violations(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
      await writeFile(path.join(folder, name), text)
    }
    const { forbidden, options } = config
    const folders = ['simulator', 'labs', 'src'].filter((top) =>
      Object.keys(files).some((name) => name.startsWith(`${top}/`)),
    )
    const { tsConfig: _unused, ...rest } = options
    const { output } = await cruise(folders, {
      ...rest,
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden },
    })
    return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name)
  }

  it.each(FORBIDDEN_CASES)('$rule: $from, $kind of $to', async ({ rule, from, to, kind }) => {
    const found = await violations({ ...file(to), [from]: importing(from, to, kind) })
    expect(found).toContain(rule)
  })

  it.each(ALLOWED_CASES)('$from may import $kind of $to', async ({ from, to, kind }) => {
    const found = await violations({ ...file(to), [from]: importing(from, to, kind) })
    expect(found).toEqual([])
  })

  it('finds a circle, of types too', async () => {
    const found = await violations({
      'src/lib/a.ts': `import type { B } from './b.ts'\nexport type A = B\n`,
      'src/lib/b.ts': `import type { A } from './a.ts'\nexport type B = A | null\n`,
    })
    expect(found).toContain('no-circles')
  })

  it('lets a component draw itself inside itself', async () => {
    const text = `<script lang="ts">\n  import Tree from './Tree.svelte'\n</script>\n<Tree />\n`
    expect(await violations({ 'src/components/Tree.svelte': text })).toEqual([])
  })
})

describe('the same table in ESLint', () => {
  it.each(FORBIDDEN_CASES)('$rule: $from, $kind of $to', ({ rule, from, to, kind }) => {
    const broken = brokenRule(from, to, kind === 'type')
    expect(broken).not.toBeNull()
    expect(IMPORT_RULES.map(({ name }) => name)).toContain(rule)
  })

  it.each(ALLOWED_CASES)('$from may import $kind of $to', ({ from, to, kind }) => {
    expect(brokenRule(from, to, kind === 'type')).toBeNull()
  })

  it('sees a type that a component imports, which the cruiser misses', async () => {
    const eslint = new ESLint({
      cwd: ROOT,
      overrideConfigFile: path.join(ROOT, '.config/eslint.config.js'),
    })
    const from = 'src/panels/tasks/A.svelte'
    const text = importing(from, 'src/panels/queues/b.ts', 'type')
    const [result] = await eslint.lintText(text, { filePath: path.join(ROOT, from) })
    const rules = (result?.messages ?? []).map(({ ruleId }) => ruleId)
    expect(rules).toContain('queuelab/who-may-import-whom')
  })

  it('knows each rule by an example', () => {
    const examples = new Set(FORBIDDEN.map(([rule]) => rule))
    const tiers = /-tier-\d$/u
    const unknown = IMPORT_RULES.map(({ name }) => name).filter(
      (name) => !examples.has(name) && !tiers.test(name),
    )
    expect(unknown).toEqual([])
  })
})

interface Cruiser {
  readonly forbidden: NonNullable<NonNullable<ICruiseOptions['ruleSet']>['forbidden']>
  readonly options: ICruiseOptions & { readonly tsConfig?: unknown }
}

function file(to: string): Readonly<Record<string, string>> {
  if (to.startsWith('node:')) return {}
  if (!to.includes('/')) return { [`node_modules/${to}/index.js`]: 'export const b = 1\n' }
  return { [to]: to.endsWith('.svelte') ? '<p>b</p>\n' : 'export const b = 1\n' }
}

function importing(from: string, to: string, kind: Case['kind']): string {
  const isFile = to.includes('/') && !to.startsWith('node:')
  const relative = path.posix.relative(path.posix.dirname(from), to)
  const address = isFile ? (relative.startsWith('.') ? relative : `./${relative}`) : to
  const line = kind === 'value' ? `import '${address}'` : `import type { b } from '${address}'`
  if (!from.endsWith('.svelte')) return `${line}\nexport const a = 1\n`
  return `<script lang="ts">\n  ${line}\n</script>\n`
}
