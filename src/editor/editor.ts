/** What the code pane needs of an editor; `monaco.ts` is loaded with the first intent to edit. */

/** A problem at a line of a file: lines count from 1. */
export interface Mark {
  readonly file: string
  readonly line: number
  readonly severity: 'error' | 'warning'
  /** What to read at the line. */
  readonly text: string
}

/** A line that the selected fact came from. */
export interface Spot {
  readonly file: string
  readonly line: number
}

export interface EditorFile {
  readonly path: string
  readonly text: string
  readonly locked: boolean
}

export interface Editor {
  /** Shows a file; text that was changed elsewhere is taken over as one step that can be undone. */
  show(files: readonly EditorFile[], active: string): void
  mark(marks: readonly Mark[]): void
  light(spot: Spot | null): void
  /** Puts the cursor at a line and brings it into view. */
  go(line: number): void
  focus(): void
  repaint(dark: boolean): void
  dispose(): void
}

export interface EditorHooks {
  readonly onChange: (path: string, text: string) => void
  readonly onRun: () => void
  /** The cursor stands at a line; null: it has left the code. */
  readonly onCursor: (at: Spot | null) => void
}
