/** What may come next at the cursor in `cluster.yaml`: its keys, their values, and the options of a worker. */

export interface ClusterSuggestion {
  readonly label: string
  readonly kind: 'key' | 'value' | 'option'
  /** What is written, where it is not the label. */
  readonly insert?: string
  readonly words: string
}

/** A key: what it says, the values it takes where they are few, and the keys below it. */
interface Key {
  readonly words: string
  readonly values?: readonly string[]
  readonly below?: Keys
  /** Its entries are a list, each after "- ". */
  readonly list?: true
}

interface Keys {
  readonly [name: string]: Key
}

const RULES: Keys = {
  window: {
    words: 'Seconds that are looked back on: the calmest number of pods in them counts.',
  },
  pods: { words: 'So many pods at most in one period.' },
  percent: { words: 'So many percent of the pods at most in one period.' },
  period: { words: 'Seconds of a period.' },
}

const WORKER: Keys = {
  name: { words: 'Its name, such as w1. The lab says which names there are.' },
  options: { words: 'The options of `celery worker`, in quotes: "-c 2 -Q mail".' },
}

const POLICY: Keys = {
  kind: {
    words:
      'Who decides: Kubernetes by a measure of the pods, or by the queue, down to no pod at all.',
    values: ['horizontal', 'queue-driven'],
  },
  metric: { words: 'What it goes by.', values: ['cpu', 'queue', 'age'] },
  queue: { words: 'The queue that is measured.' },
  target: { words: 'How much of it one pod should have: % of CPU, messages, or seconds.' },
  min: { words: 'So many pods at least.' },
  max: { words: 'So many pods at most.' },
  tolerance: {
    words: 'A difference that is smaller than this share of the target changes nothing.',
  },
  every: { words: 'Seconds between two looks.' },
  activation: { words: 'Queue-driven: the first pod comes when more than this waits.' },
  polling: { words: 'Queue-driven: seconds between two looks while there is no pod.' },
  cooldown: { words: 'Queue-driven: seconds without work until the last pod goes.' },
  up: { words: 'How quickly there may be more pods.', below: RULES },
  down: { words: 'How quickly there may be fewer.', below: RULES },
}

const TOP: Keys = {
  workers: { words: 'The workers, each with a name and its options.', below: WORKER, list: true },
  autoscaler: { words: 'What the number of pods goes by.', below: POLICY },
  pods: {
    words: 'How a pod lives.',
    below: { grace: { words: 'Seconds from SIGTERM to SIGKILL.' } },
  },
}

/** The options that change how a worker takes tasks. */
const OPTIONS: { readonly [option: string]: string } = {
  '-c': 'How many tasks it runs at once: `-c 4`.',
  '-Q': 'The queues it takes from, with commas between: `-Q mail,video`.',
  '-X': 'The queues it does not take from.',
  '-P': 'Its pool: prefork, threads, gevent, eventlet or solo.',
  '-O': '`-O fair`: a task goes to a process that is free.',
  '-E': 'It sends task events.',
  '-l': 'What it logs: INFO, DEBUG, WARNING.',
  '-B': 'A beat of its own runs beside it.',
  '--prefetch-multiplier': 'Messages that it fetches for each process: `--prefetch-multiplier 1`.',
  '--disable-prefetch': 'It fetches a message only when a process is free.',
  '--autoscale': 'Most and fewest processes: `--autoscale 8,2`.',
  '--max-tasks-per-child': 'A process ends after so many tasks, and another takes its place.',
  '--max-memory-per-child': 'A process ends when it has more memory, in KiB.',
  '--time-limit': 'A task that takes more seconds is killed.',
  '--soft-time-limit': 'A task that takes more seconds gets SoftTimeLimitExceeded.',
  '--without-gossip': 'It does not listen to other workers.',
  '--without-mingle': 'It asks nobody when it starts.',
  '--without-heartbeat': 'It sends no heartbeat events.',
  '--purge': 'What waits in its queues is thrown away when it starts.',
}

/** Those that take no value. */
const BARE = new Set(
  '-E -B --disable-prefetch --without-gossip --without-mingle --without-heartbeat --purge'.split(
    ' ',
  ),
)

interface Line {
  readonly indent: number
  readonly key: string | null
}

/** What may stand at an offset of the text; the part of the word that is written already does not matter. */
export function clusterSuggestionsAt(text: string, offset: number): readonly ClusterSuggestion[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(start, offset)
  if (/(?:^|\s)#/u.test(before)) return []
  const above = text.slice(0, start).split('\n').slice(0, -1)
  const value = /^[\s-]*([\w-]+):\s+(.*)$/u.exec(before)
  if (value?.[1] === 'options') return optionsAfter(value[2] ?? '')
  const keys = keysAt(above, indentOf(before))
  if (value) return valuesOf(keys?.[value[1] ?? ''])
  // Behind a key without a space nothing can stand.
  if (before.includes(':') || keys === null) return []
  return keySuggestions(keys, text, above, before)
}

function optionsAfter(written: string): readonly ClusterSuggestion[] {
  const said = written.split(/["'\s]+/u)
  const [word = '', last = ''] = said.toReversed()
  // The value of an option is anybody's guess.
  if ((word !== '' && !word.startsWith('-')) || (last in OPTIONS && !BARE.has(last))) return []
  return Object.entries(OPTIONS)
    .filter(([option]) => !said.includes(option))
    .map(([label, words]) => ({ label, kind: 'option' as const, words }))
}

const valuesOf = (key: Key | undefined): readonly ClusterSuggestion[] =>
  (key?.values ?? []).map((label) => ({ label, kind: 'value' as const, words: key?.words ?? '' }))

function keySuggestions(
  keys: Keys,
  text: string,
  above: readonly string[],
  before: string,
): readonly ClusterSuggestion[] {
  // A file has workers, or an autoscaler and its pods.
  const others = keys === TOP ? otherTop(text) : new Set<string>()
  const given = siblingsAbove(above, indentOf(before), before.trimStart().startsWith('-'))
  return Object.entries(keys)
    .filter(([name]) => !others.has(name) && !given.has(name))
    .map(([label, { words, below, list }]) => ({
      label,
      kind: 'key' as const,
      insert: below ? `${label}:\n${list ? '  - name: ' : '  '}` : `${label}: `,
      words,
    }))
}

function otherTop(text: string): ReadonlySet<string> {
  if (/^(?:autoscaler|pods):/mu.test(text)) return new Set(['workers'])
  return /^workers:/mu.test(text) ? new Set(['autoscaler', 'pods']) : new Set()
}

/** How far a line is indented: an entry of a list is what stands after its "- ". */
const indentOf = (line: string): number => /^\s*(?:-\s+)*/u.exec(line)?.[0].length ?? 0

const read = (line: string): Line => ({
  indent: indentOf(line),
  key: /^[\s-]*([\w-]+):/u.exec(line)?.[1] ?? null,
})

/** The keys that fit below the lines above; null where none do. */
function keysAt(above: readonly string[], indent: number): Keys | null {
  const path: string[] = []
  let least = indent
  for (const line of above.toReversed()) {
    if (/^\s*(?:#.*)?$/u.test(line)) continue
    const { indent: its, key } = read(line)
    if (key === null || its >= least) continue
    path.unshift(key)
    least = its
  }
  let keys: Keys | undefined = TOP
  for (const key of path) keys = keys?.[key]?.below
  return keys ?? null
}

/** The keys that stand beside the cursor already, above it. */
function siblingsAbove(
  above: readonly string[],
  indent: number,
  begins: boolean,
): ReadonlySet<string> {
  const given = new Set<string>()
  if (begins) return given
  for (const line of above.toReversed()) {
    if (/^\s*(?:#.*)?$/u.test(line)) continue
    const { indent: its, key } = read(line)
    if (its < indent) break
    if (its === indent && key !== null) given.add(key)
    // The entry began here.
    if (its === indent && /^\s*-/u.test(line)) break
  }
  return given
}
