import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { MistakeBook } from './book.ts'

/** The book of mistakes from the disk, for the command line and for tests. */
export function nodeMistakes(): MistakeBook {
  const folder = path.join(import.meta.dirname, 'prose')
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'))
  return new MistakeBook(
    Object.fromEntries(
      files.map((name) => [name.slice(0, -3), readFileSync(path.join(folder, name), 'utf8')]),
    ),
  )
}
