/** One future of a run: what it was made of, where it forked from another, and what has come of it so far. */
import { Log, type Micros } from '../../simulator/index.ts'
import type { RunSpec } from '../thread/protocol.ts'
import type { Standing } from './course.ts'
import type { ForkKind } from './fork.ts'
import type { Made } from './made.ts'

/** Where a branch left another. */
export interface ForkPoint {
  readonly from: Branch
  readonly at: Micros
  readonly kind: ForkKind
}

export class Branch {
  readonly made: Made
  readonly run: RunSpec
  /** Null: it began at the beginning. */
  readonly fork: ForkPoint | null
  name = $state('')
  log = $state.raw<Log>(new Log())
  /** How far it is known. */
  end = $state<Micros>(0)
  /** Changes whenever facts arrive. */
  revision = $state(0)
  /** Nothing more comes of it. */
  over = $state(false)
  /** Another had to run before this was over: it is made again when there is time. */
  cut = false
  /** How it stood when it was last heard of. */
  standing: Standing | null = null

  constructor(name: string, made: Made, run: RunSpec, fork: ForkPoint | null) {
    this.name = name
    this.made = made
    this.run = run
    this.fork = fork
  }

  /** It is known up to a moment. */
  reach(log: Log, end: Micros): void {
    this.end = log === this.log ? Math.max(end, this.end) : end
    this.log = log
    this.revision++
  }

  /** Is it this one, or did this one come from it? */
  comesFrom(other: Branch): boolean {
    return this === other || (this.fork?.from.comesFrom(other) ?? false)
  }
}

/** How many branches a sitting keeps at most: each holds a log. */
const MOST = 12

/** Which branches stay when there are too many: the shown ones and those with a name of their own longest. */
export function kept(
  branches: readonly Branch[],
  needed: ReadonlySet<Branch | null>,
): readonly Branch[] {
  const over = branches.length - MOST
  if (over <= 0) return branches
  const spare = branches.filter((branch) => !needed.has(branch)).slice(0, over)
  return branches.filter((branch) => !spare.includes(branch))
}
