/**
 * A database write takes a moment that a page which is going away does not have. What is not kept yet
 * is put aside at once, and moves to the database at the next visit.
 */
import { forget, recall, remember } from '../lib/remembered.ts'
import type { Kept } from './store.ts'

const nameOf = (bench: string): string => `late:${bench}`

/** Puts a sitting aside at once. */
export function putAside(bench: string, kept: Kept): void {
  remember(nameOf(bench), JSON.stringify(kept))
}

/** What was put aside, or null; text that is no sitting counts as nothing. */
export function aside(bench: string): Kept | null {
  const text = recall(nameOf(bench))
  if (text === null) return null
  try {
    const kept: unknown = JSON.parse(text)
    return isKept(kept) ? kept : null
  } catch {
    return null
  }
}

/** The database has it now. */
export function clearAside(bench: string): void {
  forget(nameOf(bench))
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('files' in value)) return false
  const { files } = value
  return (
    Array.isArray(files) &&
    files.every(
      (file: unknown) =>
        typeof file === 'object' &&
        file !== null &&
        'path' in file &&
        'text' in file &&
        typeof file.path === 'string' &&
        typeof file.text === 'string',
    ) &&
    'seed' in value &&
    typeof value.seed === 'number'
  )
}
