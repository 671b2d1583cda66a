import { defineConfig } from '@playwright/test'
import { BROWSER_FLAGS, browser } from './browser.ts'

const port = Number(process.env['QUEUELAB_E2E_PORT'] ?? 4317)
const address = `http://127.0.0.1:${String(port)}/`
const serve = `vite preview --host 127.0.0.1 --port ${String(port)} --strictPort`

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  forbidOnly: true,
  // Two cores: each page runs a whole Python, but waits for the play of its run half of the time.
  workers: 2,
  // A shared machine can stand still for a minute: what passes at the second go is printed as flaky, and counted.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '../../.cache/e2e.json' }]],
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: browser(), args: [...BROWSER_FLAGS] },
  },
  webServer: {
    // `npm test` has built already; by itself, `npm run e2e` builds what it opens.
    command: process.env['QUEUELAB_BUILT'] === '1' ? serve : `vite build && ${serve}`,
    cwd: '../..',
    url: address,
    timeout: 180_000,
    reuseExistingServer: false,
  },
})
