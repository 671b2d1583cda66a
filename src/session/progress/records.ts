import type { ClusterForm } from '../cluster-form.ts'
import type { TextFile } from '../files.ts'

/** What is kept of a sitting between visits. */
export interface Kept {
  readonly files: readonly TextFile[]
  readonly form: ClusterForm | null
  readonly seed: number
  /** What stood here before the last reset to the starter, for undo. */
  readonly before: readonly TextFile[] | null
  /** How many hints of each check are open. */
  readonly hints: { readonly [check: string]: number }
}

/** One press of Check at a lab, whatever came of it. */
export interface Attempt {
  readonly lab: string
  /** Milliseconds since 1970; no two attempts of a lab have the same. */
  readonly at: number
  readonly passed: boolean
  /** One for passing, and one for each further goal. */
  readonly stars: number
  /** How many seeds were run. */
  readonly seeds: number
  readonly checks: readonly AttemptedCheck[]
  /** What the learner had written: the files that they may change. */
  readonly files: readonly TextFile[]
}

/** How one check of an attempt went. */
export interface AttemptedCheck {
  readonly id: string
  readonly passed: boolean
  readonly heldIn: number
}

/** One knowledge check that was answered to its end. */
export interface QuizResult {
  readonly module: string
  readonly at: number
  /** The seed that shuffled questions and options. */
  readonly seed: number
  readonly right: number
  readonly of: number
  /** Ids of the questions that went wrong. */
  readonly missed: readonly string[]
}

/** A project of the Playground; its files lie under `project-<id>`. */
export interface Project {
  readonly id: string
  readonly name: string
  readonly created: number
}

/** The bench of a project. */
export const benchOf = (project: string): string => `project-${project}`

/** All that is kept of a learner. */
export interface Records {
  readonly sittings: { readonly [bench: string]: Kept }
  readonly attempts: readonly Attempt[]
  readonly quizzes: readonly QuizResult[]
  readonly projects: readonly Project[]
}

/** Nothing yet. */
export const NO_RECORDS: Records = { sittings: {}, attempts: [], quizzes: [], projects: [] }

/** How a lab stands, over all its attempts. */
export interface LabStanding {
  readonly attempts: number
  readonly passed: boolean
  readonly stars: number
}

/** How each lab stands that was ever checked. */
export function standings(attempts: readonly Attempt[]): ReadonlyMap<string, LabStanding> {
  const found = new Map<string, LabStanding>()
  for (const { lab, passed, stars } of attempts) {
    const before = found.get(lab) ?? { attempts: 0, passed: false, stars: 0 }
    found.set(lab, {
      attempts: before.attempts + 1,
      passed: before.passed || passed,
      stars: Math.max(before.stars, passed ? stars : 0),
    })
  }
  return found
}

/** Of a hundred questions so many must be right. */
export const PASS_MARK = 80

/** A result that reaches the mark. */
export const isPass = ({ right, of }: { readonly right: number; readonly of: number }): boolean =>
  of > 0 && right * 100 >= of * PASS_MARK
