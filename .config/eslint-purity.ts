import type { Linter } from 'eslint'

/**
 * The simulator gives the same log, bit for bit, in every engine. So it may know no clock but its own,
 * no chance but its own, nothing of its surroundings, and no function whose bits differ from engine to
 * engine. Its whole state is plain data, so no promise and no generator can hold a piece of it.
 */
const SURROUNDINGS = [
  'Date',
  'Temporal',
  'Intl',
  'Promise',
  'Atomics',
  'SharedArrayBuffer',
  'WeakRef',
  'FinalizationRegistry',
  'globalThis',
  'global',
  'self',
  'window',
  'document',
  'navigator',
  'performance',
  'console',
  'process',
  'Buffer',
  'crypto',
  'fetch',
  'postMessage',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'eval',
  'Function',
] as const

/** Exact in every engine: IEEE 754 or whole numbers decide each bit. */
const EXACT_MATH = 'abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc'

const SYNTAX = [
  [`MemberExpression[object.name='Math'][computed=true]`, 'Name the function of Math.'],
  [
    `MemberExpression[object.name='Math'][computed=false]:not([property.name=/^(${EXACT_MATH})$/])`,
    'Its bits differ between engines (or between runs): use simulator/kernel.',
  ],
  [`VariableDeclarator[init.name='Math']`, 'Name the function of Math where it is called.'],
  [`BinaryExpression[operator='**']`, 'The bits of ** differ between engines: multiply.'],
  [`AssignmentExpression[operator='**=']`, 'The bits of ** differ between engines: multiply.'],
  [':function[async=true]', 'Only the calendar waits: nothing in the simulator is async.'],
  ['AwaitExpression', 'Only the calendar waits: nothing in the simulator is async.'],
  ['ForOfStatement[await=true]', 'Only the calendar waits: nothing in the simulator is async.'],
  [':function[generator=true]', 'A generator holds state that no snapshot can keep.'],
  ['ImportExpression', 'The simulator is one piece: import statically.'],
  [
    `CallExpression[callee.property.name=/^(localeCompare|toLocale\\w+)$/]`,
    'Differs with language and engine.',
  ],
  [
    `Program > VariableDeclaration[kind='let'], Program > ExportNamedDeclaration > VariableDeclaration[kind='let']`,
    'State belongs to a run, never to the module: two runs must not meet.',
  ],
] as const

/** The rules for simulator/**, tests excepted. */
export const PURITY_RULES: Linter.RulesRecord = {
  'no-restricted-globals': [
    'error',
    ...SURROUNDINGS.map((name) => ({
      name,
      message: 'The simulator is pure: it gets what it needs as an argument.',
    })),
  ],
  'no-restricted-syntax': [
    'error',
    ...SYNTAX.map(([selector, message]) => ({ selector, message })),
  ],
}
