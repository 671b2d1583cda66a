/** How the page calls a task: `M 17`, the task t17 of the log, of the type whose letter is M. */
export interface TaskLabel {
  /** The name in the program, e.g. `tasks.send_mail`. */
  readonly name: string
  readonly letter: string
  /** Which of the tints `--task-a`, `--task-b`... it wears, counted from 0. */
  readonly tint: number
  readonly number: number
}

/** How many tints there are; further types share them, their letters tell them apart. */
export const TINTS = 6

interface Type {
  readonly letter: string
  readonly tint: number
}

/** Gives every type of task a letter and a tint, in the order in which they are met. */
export class TaskNames {
  private readonly types = new Map<string, Type>()
  private readonly taken = new Set<string>()

  /** The label of a task by its index in the log. */
  label(name: string, task: number): TaskLabel {
    const { letter, tint } = this.type(name)
    return { name, letter, tint, number: task + 1 }
  }

  /** Every type met so far, in order. */
  all(): readonly { readonly name: string; readonly letter: string; readonly tint: number }[] {
    return [...this.types].map(([name, { letter, tint }]) => ({ name, letter, tint }))
  }

  private type(name: string): Type {
    const known = this.types.get(name)
    if (known) return known
    const letter = this.freeLetter(name)
    this.taken.add(letter)
    const type = { letter, tint: this.types.size % TINTS }
    this.types.set(name, type)
    return type
  }

  /** The first letter of a word of the name that is still free, then any letter of it, then any at all. */
  private freeLetter(name: string): string {
    const words = shortName(name)
      .split(/[^a-z0-9]+/i)
      .filter(Boolean)
    const wanted = [...words.map((word) => word.charAt(0)), ...Array.from(words.join(''))]
    const letters = [...wanted, ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')].map((letter) =>
      letter.toUpperCase(),
    )
    return letters.find((letter) => !this.taken.has(letter)) ?? letters[0] ?? 'T'
  }
}

/** The last part of a task's name: `send_mail` of `shop.tasks.send_mail`. */
export const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1) || name

/** A label as text: `M 17`. */
export const labelText = (label: TaskLabel): string => `${label.letter} ${label.number}`
