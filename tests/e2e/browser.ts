/** Finds a Chromium, or installs one, or fails with the line that installs it. */
import { chromium } from '@playwright/test'
import { findOrInstall, isRoot, starts } from '../support/find-or-install.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const

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
export const browser = (): string =>
  findOrInstall({
    name: 'Chromium',
    find: findBrowser,
    packages: 'chromium',
    otherwise: 'npx playwright install chromium',
    hint: `Run: ${
      process.platform === 'linux'
        ? 'sudo apt-get update && sudo apt-get install -y chromium'
        : 'npx playwright install chromium'
    }\nOr name one that you have: CHROME_PATH=/path/to/chromium`,
  })
