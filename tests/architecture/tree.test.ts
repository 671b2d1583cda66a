import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '')

const TOP = new Set([
  ...['src', 'simulator', 'labs', 'public', 'tests', 'docs'],
  ...['index.html', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'],
  ...['README.md', 'LICENSE', 'NOTICE', 'CONTRIBUTING.md', 'CHANGELOG.md'],
])

const BINARY = /\.(wasm|whl|zip|gz|br|so|node|exe|jar|pyc|tgz)$/u
/** Logs of our own runs, packed. */
const OWN_RECORDING = /^tests\/why\/runs\/[a-z-]+\.json\.gz$/u

it('has at its top what belongs there, and dotfiles', () => {
  const tops = new Set(files.map((file) => file.split('/')[0] ?? ''))
  expect([...tops].filter((top) => !top.startsWith('.') && !TOP.has(top))).toEqual([])
  expect(files.length).toBeGreaterThan(50)
})

it('commits no binary that a package brings', () => {
  expect(files.filter((file) => BINARY.test(file) && !OWN_RECORDING.test(file))).toEqual([])
})

it('pins every package exactly, and names no registry of its own', () => {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/u.test(version))).toEqual([])
  const lock = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')
  const addresses = [...lock.matchAll(/"resolved": "([^"]*)"/gu)].map(
    ([, address]) => address ?? '',
  )
  expect(addresses.filter((at) => !at.startsWith('https://registry.npmjs.org/'))).toEqual([])
})

it('is set up and tested by the commands that the README names first', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
  const commands = [...readme.matchAll(/^ {4}(\S.*)$|^(npm .*)$/gmu)].map(([line]) => line.trim())
  expect(commands.slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test'])
  expect(readFileSync(path.join(ROOT, '.ci/run'), 'utf8')).toContain(`'${commands[1] ?? ''}'`)
})

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}
