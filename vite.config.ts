import { availableParallelism } from 'node:os'
import path from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { embedPage } from './.config/embed-page.ts'
import { labThread } from './.config/lab-thread.ts'
import { labs } from './.config/labs.ts'
import { LongestFirst } from './.config/longest-first.ts'
import { notices } from './.config/notices.ts'
import { pyodideFiles } from './.config/pyodide-files.ts'
import { pythonLibrary } from './.config/python-library.ts'
import { quizzes } from './.config/quizzes.ts'
import { sandboxPage } from './.config/sandbox-page.ts'
import { shapes } from './.config/shapes.ts'
import { writeServices } from './.config/services.ts'

/** Opens a browser for `npm start` where somebody sits in front of the machine. */
const hasScreen =
  process.platform !== 'linux' ||
  process.env['DISPLAY'] !== undefined ||
  process.env['WAYLAND_DISPLAY'] !== undefined

const BENCH = process.argv.includes('bench')

// A service is a folder: development, build and tests find those that there are.
writeServices()

export default defineConfig(({ mode }) => ({
  // Relative addresses: the built folder works under any path of any host.
  base: './',
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    labs(),
    quizzes(),
    pyodideFiles(),
    pythonLibrary(),
    sandboxPage(),
    shapes(),
    labThread(path.resolve(import.meta.dirname, 'src/thread/thread.ts')),
    embedPage(),
    notices(),
  ],
  build: {
    target: 'es2023',
    manifest: true,
    license: { fileName: 'packages.md' },
    chunkSizeWarningLimit: 4096,
  },
  server: { watch: { ignored: ['**/.cache/**'] } },
  // Where a host's frame has no origin, scripts and files are fetched across origins: any static host must allow it.
  preview: {
    headers: { 'Access-Control-Allow-Origin': '*' },
    open: process.env['npm_lifecycle_event'] === 'start' && hasScreen,
  },
  test: {
    environment: 'node',
    include: ['{simulator,src,labs,tests}/**/*.test.ts'],
    exclude: ['tests/e2e/**', '**/fixtures/**', ...(mode === 'long' ? [] : ['**/*.long.test.ts'])],
    setupFiles: ['.config/vitest-setup.ts'],
    // Two shared cores: a slow machine must not fail what a quick one passes.
    testTimeout: mode === 'long' ? 1_200_000 : 240_000,
    hookTimeout: 600_000,
    sequence: { sequencer: LongestFirst },
    // Vitest leaves one core to whoever watches, so that a machine with two would run one file after the other:
    // as a benchmark must, and a test need not.
    maxWorkers: BENCH ? 1 : Math.max(2, availableParallelism() - 1),
    benchmark: { include: ['tests/bench/**/*.bench.ts'] },
    // A benchmark measures what runs: Node loads the simulator itself, with no getter around an import.
    server: { deps: { external: BENCH ? [/\/simulator\//] : [] } },
  },
}))
