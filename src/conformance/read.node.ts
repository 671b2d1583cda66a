import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { decompressed } from './decompress.node.ts'
import { parseTable, parseTrace } from './trace/parse.ts'
import type { Table } from './trace/parse.ts'
import type { Trace } from './trace/trace.ts'

/** Reads all traces of a folder by name. Throws where a file is not a trace. */
export async function readTraces(folder: string, only?: RegExp): Promise<readonly Trace[]> {
  const names = (await readdir(folder)).filter(
    (name) => /\.json$/.test(name) && name !== 'index.json',
  )
  const wanted = names.filter((name) => only?.test(name.slice(0, -5)) ?? true).sort()
  return Promise.all(
    wanted.map(async (name) =>
      decompressed(parseTrace(await readFile(join(folder, name), 'utf8'), name)),
    ),
  )
}

/** Reads all tables of `folder/tables` by name; none where that folder is not there. */
export async function readTables(folder: string, only?: RegExp): Promise<readonly Table[]> {
  const tables = join(folder, 'tables')
  const names = await readdir(tables).catch(() => [])
  const wanted = names.filter(
    (name) => /\.json$/.test(name) && (only?.test(name.slice(0, -5)) ?? true),
  )
  return Promise.all(
    wanted.sort().map(async (name) => parseTable(await readFile(join(tables, name), 'utf8'), name)),
  )
}

/** The TypeScript files below a folder, by their paths in it. */
export async function sourceFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.endsWith('.ts')).sort()
}
