/** Finds a Chromium, or installs one, or fails with the line that installs it. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const

const isRoot = process.getuid?.() === 0

/** Flags of every start: quiet towards the network, and without the sandbox that root cannot have. */
export const BROWSER_FLAGS: readonly string[] = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Path of a browser that really starts: CHROME_PATH, the usual places, or playwright's own; else null. */
export function findBrowser(): string | null {
  const named = process.env['CHROME_PATH']
  if (named !== undefined && named !== '') {
    if (starts(named)) return named
    throw new Error(`CHROME_PATH is ${named}, and no browser starts from there.`)
  }
  return [...PLACES, chromium.executablePath()].find(starts) ?? null
}

/** As `findBrowser`, but a missing browser is installed first. */
export function browser(): string {
  const found = findBrowser() ?? installed()
  if (found !== null) return found
  throw new Error(
    `No browser was found, and none could be installed. Run: ${
      process.platform === 'linux'
        ? 'sudo apt-get update && sudo apt-get install -y chromium'
        : 'npx playwright install chromium'
    }\nOr name one that you have: CHROME_PATH=/path/to/chromium`,
  )
}

function installed(): string | null {
  const ways = ['npx playwright install chromium']
  if (isRoot && runs('apt-get', ['--version'])) {
    ways.unshift('apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium')
  }
  for (const way of ways) {
    process.stderr.write(`No browser found; installing one: ${way}\n`)
    // What it says goes to stderr: stdout belongs to the reports.
    spawnSync('sh', ['-c', way], { stdio: ['ignore', 2, 2], timeout: 600_000 })
    const found = findBrowser()
    if (found !== null) return found
  }
  return null
}

/** A file alone says little: Ubuntu's chromium, for one, is a hint to install a snap. */
function starts(path: string): boolean {
  return existsSync(path) && runs(path, ['--version'])
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0
}
