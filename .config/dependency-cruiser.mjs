import { IMPORT_RULES } from './import-rules.ts'

/**
 * Nothing may go round in circles, not even in types: one of the two files is in the wrong place.
 * A component that draws itself inside itself is no circle.
 */
const NO_CIRCLES = {
  name: 'no-circles',
  severity: 'error',
  comment: 'Two files that need each other are one file, or need a third.',
  from: { path: '(.+)' },
  to: { circular: true, via: { pathNot: '^$1$' } },
}

const forbidden = IMPORT_RULES.map(({ name, comment, from, to, typesAllowed }) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { ...to, ...(typesAllowed ? { dependencyTypesNot: ['type-only'] } : {}) },
}))

export default {
  forbidden: [NO_CIRCLES, ...forbidden],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'svelte', 'browser', 'default'],
    },
  },
}
