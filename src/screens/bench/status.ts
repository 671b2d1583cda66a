import type { Mark } from '../../editor/editor.ts'
import { clockText } from '../../../simulator/index.ts'
import type { Assembled } from '../../session/bench.ts'
import type { Session } from '../../session/session.svelte.ts'

/** What goes on, in one sentence for the learner; null where the facts speak for themselves. */
export function statusOf(session: Session): string | null {
  const { phase, loading, playback } = session
  if (phase === 'loading' && loading?.what === 'files') {
    return `Loading Python for the first time: ${megabytes(loading.loaded)} of ${megabytes(loading.total)} MB`
  }
  if (phase === 'loading') return 'Starting Python…'
  if (phase === 'starting') return 'Starting your program…'
  if (phase === 'running' && session.standing.silent) {
    return 'Python is busy inside one long step and cannot be heard. You can wait, or press Stop: your code is kept.'
  }
  if (phase === 'stopping') return 'Stopping…'
  if (playback.told !== null) return playback.told
  return playback.atEnd && session.ran ? endingOf(session) : null
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1)

function endingOf({ standing, playback }: Session): string | null {
  const { ending } = standing
  const at = clockText(playback.end)
  switch (ending?.kind) {
    case 'finished':
      if (playback.picture.client.state === 'failed') {
        return 'Your program ended with an error. The console says what happened, and at which line.'
      }
      return `The run is over at ${at}. Drag the playhead to see any moment again.`
    case 'stopped':
      return ending.sentence ?? `You stopped the run at ${at}.`
    case 'limit':
    case 'stuck':
    case 'failed':
      return ending.sentence
    case undefined:
      return null
  }
}

/** Something the learner must not miss, or null. */
export function noticeOf({ standing, desk, bench, refusal, grader }: Session): string | null {
  if (desk.trouble !== null) return desk.trouble
  // In the Playground the refusal stands at the cluster form.
  if (refusal !== null && bench.form === null) return refusal
  if (standing.cut) {
    return 'Python did not hear Stop: it was busy inside one long step. So its thread was ended and a new one is being started. Your code and everything logged so far are kept.'
  }
  if (grader.standing.phase === 'failed') return grader.standing.error
  return standing.phase === 'failed' ? standing.error : null
}

/** What keeps the files from running, at its lines. */
export function faultMarks(assembled: Assembled): readonly Mark[] {
  if (assembled.ok) return []
  return assembled.faults.map(({ file, line, sentence }) => ({
    file,
    line: line ?? 1,
    severity: 'error',
    text: sentence,
  }))
}
