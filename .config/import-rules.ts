/**
 * Who may import whom, as one table. dependency-cruiser checks it over the whole tree; ESLint checks
 * it again file by file, because dependency-cruiser does not see `import type` inside `.svelte`.
 */
export interface ImportRule {
  readonly name: string
  /** What to do instead. */
  readonly comment: string
  /** Regular expressions over paths from the top of the project; `$1` is the first group of `from`. */
  readonly from: { readonly path: string; readonly pathNot?: string }
  readonly to: { readonly path: string; readonly pathNot?: string }
  /** Whether `import type` is allowed all the same. */
  readonly typesAllowed?: true
}

/** Tests may import anything. */
const TEST = String.raw`\.(test|bench)\.ts$`

/** Lowest first: a folder may import its own tier and those before it. */
const SIMULATOR_TIERS = [
  // The data that everybody speaks lies lowest, whatever its folder.
  [
    'kernel/',
    'machines/',
    'messages/',
    String.raw`program\.ts$`,
    String.raw`cluster/((spec|fault-spec|model-spec|server-spec|service-spec|autoscaler-spec|costs|pools|reader|worker-options)\.ts$|command/)`,
  ],
  ['log/', 'routing/'],
  // A service knows nothing of the world: it is a server, and the world carries calls to it.
  ['canvas/', 'brokers/', 'backends/', 'modelled/', 'services/'],
  ['world/'],
  ['workers/', 'beat/'],
  ['express/'],
  ['cluster/'],
  ['faults/', 'autoscalers/'],
  ['compare/'],
] as const

/** Lowest first, as above. */
const PAGE_TIERS = [
  ['lib/'],
  ['mistakes/'],
  ['components/'],
  ['python/'],
  ['driver/'],
  ['conformance/', 'fuzz/'],
  ['cli/', 'thread/'],
  ['session/'],
  ['editor/', 'stage/', 'panels/'],
  ['screens/', 'embed/'],
] as const

/** The lowest data of the simulator reads the kinds of facts, and they read it: types only. */
const FACTS = String.raw`^simulator/log/facts\.ts$`

/** What page and thread say to each other is data that every folder of the page may speak of. */
const PROTOCOL = String.raw`^src/thread/protocol\.ts$`

/** A rule for every tier: nothing that lies above may be imported. */
function tiers(
  folder: string,
  table: readonly (readonly string[])[],
  exempt?: string,
): readonly ImportRule[] {
  const paths = (tiersOf: readonly (readonly string[])[]): string =>
    `^${folder}/(${tiersOf.flat().join('|')})`
  return table.slice(0, -1).map((tier, at) => {
    const below = [TEST, ...(at > 0 ? [paths(table.slice(0, at))] : [])].join('|')
    return {
      name: `${folder}-tier-${String(at + 1)}`,
      comment: `${folder}/{${tier.join(' ')}} lies below what it imports: turn the import around, or move what is shared down.`,
      from: { path: paths([tier]), pathNot: below },
      to: {
        path: paths(table.slice(at + 1)),
        pathNot: [paths(table.slice(0, at + 1)), ...(exempt === undefined ? [] : [exempt])].join(
          '|',
        ),
      },
    }
  })
}

/** A package and the only places that may import it. */
function onlyIn(library: string, folders: string): ImportRule {
  return {
    name: `only-in-one-folder-${library.replace('@', '').replaceAll(/\W+/gu, '-')}`,
    comment: `${library} is known to ${folders} alone: ask that folder for what you need.`,
    from: { path: '^(simulator|labs|src)/', pathNot: `${folders}|${TEST}` },
    to: { path: `^(node_modules/)?${library}` },
  }
}

export const IMPORT_RULES: readonly ImportRule[] = [
  {
    name: 'simulator-alone',
    comment: 'The simulator knows nothing of labs, page or tests, and no package but xstate.',
    from: { path: '^simulator/', pathNot: TEST },
    to: { path: '.', pathNot: '^simulator/|^(node_modules/)?xstate(/|$)' },
  },
  {
    name: 'simulator-front-door',
    comment: 'Others import simulator/index.ts and nothing behind it; export there what you need.',
    from: { path: '^(src|labs)/', pathNot: TEST },
    to: { path: '^simulator/', pathNot: String.raw`^simulator/index\.ts$` },
  },
  {
    name: 'simulator-no-front-door-inside',
    comment: 'Inside the simulator, import the file itself: the front door would make a circle.',
    from: { path: '^simulator/', pathNot: TEST },
    to: { path: String.raw`^simulator/index\.ts$` },
  },
  {
    name: 'simulator-root-on-top',
    comment: 'What lies at the top of simulator/ builds on the folders, never the other way round.',
    from: { path: '^simulator/[^/]+/', pathNot: TEST },
    to: { path: '^simulator/[^/]+$', pathNot: String.raw`^simulator/program\.ts$` },
  },
  {
    name: 'workers-by-contract',
    comment: 'Workers and beat know a broker or backend by its contract only.',
    from: { path: '^simulator/(workers|beat)/', pathNot: TEST },
    to: {
      path: '^simulator/(brokers|backends)/',
      pathNot: String.raw`^simulator/(brokers/broker|backends/backend)\.ts$`,
    },
  },
  ...tiers('simulator', SIMULATOR_TIERS, FACTS),
  {
    name: 'labs-below-src',
    comment: 'A lab is data and checks over the log; it knows nothing of the page.',
    from: { path: '^labs/', pathNot: TEST },
    to: { path: '^(src|tests)/' },
  },
  {
    name: 'labs-apart',
    comment: 'A lab never imports another lab.',
    from: { path: '^labs/(?!checks/)([^/]+)/', pathNot: TEST },
    to: { path: '^labs/[^/]+/', pathNot: '^labs/(checks|$1)/' },
  },
  {
    name: 'checks-over-the-log',
    comment:
      'A check is a predicate over the log and the answers: it imports simulator/index.ts, labs/answers.ts, its neighbours and what fills sentences.',
    from: { path: '^labs/checks/', pathNot: TEST },
    to: {
      path: '.',
      pathNot: String.raw`^labs/checks/|^labs/(fill|answers)\.ts$|^simulator/index\.ts$`,
    },
  },
  ...tiers('src', PAGE_TIERS, PROTOCOL),
  {
    name: 'src-root-on-top',
    comment: 'What lies at the top of src/ starts the page; folders do not import it.',
    from: { path: '^src/[^/]+/', pathNot: TEST },
    to: { path: '^src/[^/]+$', pathNot: String.raw`\.d\.ts$` },
  },
  {
    name: 'no-tests-in-product',
    comment: 'The product does not import tests.',
    from: { path: '^(simulator|labs|src)/', pathNot: TEST },
    to: { path: `^tests/|${TEST}` },
  },
  {
    name: 'driver-without-python',
    comment: 'The driver drives with or without Python: it knows its types, never its code.',
    from: { path: '^src/driver/', pathNot: TEST },
    to: { path: '^src/python/' },
    typesAllowed: true,
  },
  {
    name: 'page-without-python',
    comment: 'Python and the driver run in the lab thread; the page asks src/thread.',
    from: {
      path: String.raw`^src/(components|session|editor|stage|panels|screens|embed|[^/]+\.(ts|svelte)$)`,
      pathNot: TEST,
    },
    to: { path: '^src/(python|driver|conformance|cli)/' },
    typesAllowed: true,
  },
  {
    name: 'panels-apart',
    comment:
      'A panel never imports another panel; what two share goes to src/panels itself or below.',
    from: { path: '^src/panels/([^/]+)/', pathNot: TEST },
    to: { path: '^src/panels/[^/]+/', pathNot: '^src/panels/$1/' },
  },
  onlyIn('xstate', '^(simulator/machines|src/session)/'),
  onlyIn('comlink', '^src/thread/'),
  onlyIn('pyodide', '^src/python/'),
  onlyIn('monaco-editor', '^src/editor/'),
  onlyIn('@lezer', '^src/editor/'),
  onlyIn('idb', '^src/session/'),
  onlyIn('d3-', '^src/(stage|panels)/'),
  {
    name: 'node-at-the-edge',
    comment: 'Only the command line, conformance and files named node*.ts or *-node.ts know Node.',
    from: {
      path: '^(labs|src)/',
      pathNot: String.raw`^src/(cli|conformance)/|(^|/)node[^/]*\.ts$|[-.]node\.ts$|${TEST}`,
    },
    to: { path: '^(node:|(fs|path|process|url|crypto|os|child_process|worker_threads)(/|$))' },
  },
]
