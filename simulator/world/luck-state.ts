/** What tasks are called in draws, kept while an action is drawn for each boundary. */
export interface LuckState {
  /** By the log's index of a task. */
  readonly tasks: { [task: number]: TaskLuck }
  /** How many tasks of a name and first argument have begun. */
  readonly alike: { [called: string]: number }
}

interface TaskLuck {
  /** `tasks.charge(31)`, and `tasks.charge(31) #2` for the second task that was called so. */
  readonly name: string
  tries: number
}

/** Where a body stands among its boundaries. */
export interface BodyLuck {
  readonly name: string
  readonly try: number
  /** By effect and side, `before service`: how many there were. */
  readonly seen: { [boundary: string]: number }
}
