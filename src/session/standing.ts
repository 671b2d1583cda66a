import type { Phase, Standing } from './course.ts'

/** How a sitting stands before anything has happened. */
export const IDLE: Standing = {
  phase: 'idle',
  ending: null,
  error: null,
  cut: false,
  silent: false,
  report: null,
  graded: null,
}

/** Phases in which the thread has something to do. */
export const BUSY: ReadonlySet<Phase> = new Set([
  'loading',
  'starting',
  'running',
  'stopping',
  'grading',
])
