import type { PythonPackages } from './python.ts'

const ROOT = './packages/'

const texts = import.meta.glob<string>('./packages/**/*.py', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The Python packages of the sandbox, as the bundler found them. */
export const packages: PythonPackages = Object.fromEntries(
  Object.entries(texts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => [path.slice(ROOT.length), text]),
)
