import type { PythonPackages } from './python.ts'

/** What is before the path below `sys.path`: a service brings its own packages. */
const ROOT = /^.*?\/(?:packages|services\/[^/]+\/python)\//u

const texts = import.meta.glob<string>(
  ['./packages/**/*.py', '../../simulator/services/*/python/**/*.py'],
  { query: '?raw', import: 'default', eager: true },
)

/** The Python packages of the sandbox, as the bundler found them. */
export const packages: PythonPackages = Object.fromEntries(
  Object.entries(texts)
    .map(([path, text]) => [path.replace(ROOT, ''), text] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
)
