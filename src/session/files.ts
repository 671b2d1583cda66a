/** A text file of a sitting. */
export interface TextFile {
  readonly path: string
  readonly text: string
}

/** Paths to text, as a run takes them. */
export const asRecord = (files: readonly TextFile[]): { readonly [path: string]: string } =>
  Object.fromEntries(files.map(({ path, text }) => [path, text]))

/** Says what is wrong with a name for a new or renamed file, or null. */
export function wrongName(path: string, others: readonly string[]): string | null {
  if (path === '') return 'Give the file a name, such as mail.py.'
  if (!/^[A-Za-z_][A-Za-z0-9_]*\.py$/.test(path)) {
    return 'Use a Python module name: letters, digits and _, then .py, such as mail_tasks.py.'
  }
  if (others.includes(path)) return `There is already a file called ${path}.`
  if (path === 'celery.py')
    return 'A file called celery.py would hide Celery itself. Choose another name.'
  return null
}

/** True when both lists hold the same paths with the same text. */
export function sameFiles(one: readonly TextFile[], other: readonly TextFile[]): boolean {
  if (one.length !== other.length) return false
  const texts = new Map(other.map(({ path, text }) => [path, text]))
  return one.every(({ path, text }) => texts.get(path) === text)
}
