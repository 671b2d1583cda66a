import type { Step } from './tally.ts'

/** All that can be said of the sources without running them. */
export const CHECKS: readonly Step[] = [
  { name: 'services are registered', command: 'node .config/services.ts --check' },
  { name: 'eslint', command: 'eslint --config .config/eslint.config.js --max-warnings 0 .' },
  { name: 'types', command: 'tsc -p tsconfig.json' },
  { name: 'types of the simulator alone', command: 'tsc -p simulator/tsconfig.json' },
  {
    name: 'types of components',
    command: 'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human',
  },
  {
    name: 'who may import whom',
    command: 'depcruise --config .config/dependency-cruiser.mjs simulator labs src',
  },
  { name: 'dead code', command: 'knip --config .config/knip.json' },
  { name: 'format', command: 'prettier --check .' },
]
