import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** First load in brotli bytes: page, scripts and styles, before the editor and Python are wanted. */
const BUDGET = 60_000

/** What comes behind the editor: the parser, what is known of Python, and the words for mistakes. */
const HELP_BUDGET = 160_000

/** What only an intent loads, and the screens that are not the lab's. */
const LATER = /^src\/editor\/|^src\/screens\/(?!Lab)|^labs\/parse-solution/u

interface ManifestChunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}

it('loads in less than 60 kB before editor and Python', async () => {
  // `npm test` has just built; by itself this test must not measure what an older build left behind.
  const built = process.env['QUEUELAB_BUILT'] === '1' && existsSync(path.join(ROOT, 'dist'))
  const folder = built ? path.join(ROOT, 'dist') : await buildAside()
  try {
    const page = await measure(folder, () => false)
    const first = print('the first load, by static imports', page)
    // Told, not judged: what somebody loads who opens a lab by its address.
    print(
      'a lab, with all that it may load by itself',
      await measure(folder, (name) => !LATER.test(name)),
    )
    expect([...page.keys()].some((file) => file.endsWith('.js'))).toBe(true)
    expect(first).toBeLessThan(BUDGET)
    // What comes behind the editor comes with no other.
    const editor = await filesOf(folder, () => false, 'src/editor/monaco.ts')
    const help = await filesOf(folder, () => false, 'src/editor/help.ts')
    const screen = await filesOf(folder, () => false, 'src/screens/LabScreen.svelte')
    const own = [...help].filter((file) => ![page, editor, screen].some((one) => one.has(file)))
    expect(own.length).toBeGreaterThan(0)
    expect(print('the help of the editor', await sizesOf(folder, own))).toBeLessThan(HELP_BUDGET)
  } finally {
    if (!built) await rm(folder, { recursive: true })
  }
})

/** A build of its own process: what vitest sets for tests must not reach the product. */
async function buildAside(): Promise<string> {
  await mkdir(path.join(ROOT, '.cache'), { recursive: true })
  const folder = await mkdtemp(path.join(ROOT, '.cache/budget-'))
  const { NODE_ENV: _node, VITEST: _vitest, ...env } = process.env
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js')
  const words = [vite, 'build', '--logLevel', 'error', '--outDir', folder]
  execFileSync(process.execPath, words, { cwd: ROOT, env, stdio: 'inherit' })
  return folder
}

/** Prints each file and the sum, and returns the sum. */
function print(what: string, sizes: ReadonlyMap<string, number>): number {
  const sum = [...sizes.values()].reduce((total, size) => total + size, 0)
  const lines = [...sizes].map(([file, size]) => `${String(size).padStart(7)}  ${file}`)
  const total = `${String(sum).padStart(7)}  brotli bytes: ${what}`
  console.log([...lines, total].join('\n'))
  return sum
}

/** Brotli bytes by file: the page, its static imports, and those dynamic ones that are chosen. */
const measure = async (
  folder: string,
  chosen: (dynamicImport: string) => boolean,
): Promise<ReadonlyMap<string, number>> => sizesOf(folder, await filesOf(folder, chosen))

/** The files of the page, or of one chunk. */
async function filesOf(
  folder: string,
  chosen: (dynamicImport: string) => boolean,
  from?: string,
): Promise<ReadonlySet<string>> {
  const text = await readFile(path.join(folder, '.vite/manifest.json'), 'utf8')
  const manifest = JSON.parse(text) as Readonly<Record<string, ManifestChunk>>
  const files = new Set(from === undefined ? ['index.html'] : [])
  const seen = new Set<string>()
  const follow = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined || seen.has(name)) return
    seen.add(name)
    files.add(chunk.file)
    for (const style of chunk.css ?? []) files.add(style)
    for (const next of chunk.imports ?? []) follow(next)
    for (const next of chunk.dynamicImports ?? []) if (chosen(next)) follow(next)
  }
  if (from !== undefined) follow(from)
  else
    for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry === true) follow(name)
  return files
}

/** Brotli bytes by file. */
async function sizesOf(
  folder: string,
  files: Iterable<string>,
): Promise<ReadonlyMap<string, number>> {
  const sizes = [...files].map(async (file): Promise<readonly [string, number]> => {
    return [file, brotliCompressSync(await readFile(path.join(folder, file))).length]
  })
  return new Map(await Promise.all(sizes))
}
