import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FolderOutcome } from './outcome.ts'
import { citations } from './documentation.ts'
import type { Citation } from './documentation.ts'
import { findingLines } from './fidelity.ts'
import { parseReasons } from './reasons.ts'
import { sourceFiles } from './read.node.ts'

const BEGIN = '<!-- figures: written by the conformance command -->'
const END = '<!-- end of figures -->'
const SIMULATOR = fileURLToPath(new URL('../../simulator/', import.meta.url))

/** Replaces what lies between the two marks of a document by what was found. Throws where it has none. */
export async function writeFindings(
  path: string,
  reasons: string,
  outcomes: readonly FolderOutcome[],
): Promise<void> {
  const text = await readFile(path, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${path} has no place for the figures`)
  const lines = findingLines({
    outcomes,
    reasons: parseReasons(await readFile(reasons, 'utf8'), reasons),
    citations: await readCitations(),
    date: new Date().toISOString().slice(0, 10),
  })
  await writeFile(
    path,
    `${text.slice(0, from)}${BEGIN}\n\n${lines.join('\n')}\n\n${text.slice(to)}`,
  )
}

/** What the simulator does by a cited page of the real system, as its sources say. */
async function readCitations(): Promise<readonly Citation[]> {
  const files = (await sourceFiles(SIMULATOR)).filter((file) => !file.endsWith('.test.ts'))
  const texts = await Promise.all(files.map((file) => readFile(join(SIMULATOR, file), 'utf8')))
  return files.flatMap((file, index) => citations(`simulator/${file}`, texts[index] ?? ''))
}
