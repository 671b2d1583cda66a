/** Programs that tests need and no package manager of Node brings: found, or installed, or named in an error. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export const isRoot = process.getuid?.() === 0

/** What a test needs and how to get it. */
export interface Wanted {
  readonly name: string
  /** Its path, or null where it is not there. */
  readonly find: () => string | null
  /** Debian's packages, space apart. */
  readonly packages: string
  /** Another command that brings it; tried last. */
  readonly otherwise?: string
  /** What to do where neither way helped. */
  readonly hint: string
}

/** The path of what is wanted; a missing one is installed first. */
export function findOrInstall({ name, find, packages, otherwise, hint }: Wanted): string {
  const found = find()
  if (found !== null) return found
  for (const way of ways(packages, otherwise)) {
    process.stderr.write(`${name} was not found; installing it: ${way}\n`)
    // What it says goes to stderr: stdout belongs to the reports.
    spawnSync('sh', ['-c', way], { stdio: ['ignore', 2, 2], timeout: 600_000 })
    const installed = find()
    if (installed !== null) return installed
  }
  throw new Error(`${name} was not found, and could not be installed. ${hint}`)
}

function ways(packages: string, otherwise: string | undefined): readonly string[] {
  const install = `apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y ${packages}`
  return [
    ...(isRoot && runs('apt-get', ['--version']) ? [install] : []),
    ...(!isRoot && runs('sudo', ['-n', 'true']) ? [`sudo sh -c '${install}'`] : []),
    ...(otherwise === undefined ? [] : [otherwise]),
  ]
}

/** A file alone says little: Ubuntu's chromium, for one, is a hint to install a snap. */
export const starts = (path: string): boolean => existsSync(path) && runs(path, ['--version'])

export function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 120_000 }).status === 0
}

/** The first of these paths that exists; null where none does. */
export const firstOf = (paths: readonly string[]): string | null => paths.find(existsSync) ?? null
