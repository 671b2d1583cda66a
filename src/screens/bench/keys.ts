/** The keys of the bench, as the help lists them and as they are heard. */
export type KeyAction =
  | 'toggle'
  | 'run'
  | 'stop'
  | 'forward'
  | 'back'
  | 'second-forward'
  | 'second-back'
  | 'start'
  | 'end'
  | 'skip-idle'
  | 'task-forward'
  | 'task-back'
  | 'until'
  | 'faster'
  | 'slower'
  | 'fork'
  | 'branches'
  | 'compare'
  | 'follow'
  | 'check'
  | 'help'
  | 'deselect'
  | 'guide'
  | 'code'
  | 'stage'
  | 'timeline'
  | 'inspector'

export interface Key {
  readonly action: KeyAction
  readonly keys: readonly string[]
  readonly shown: string
  readonly says: string
  readonly shift?: boolean
}

export const KEYS: readonly Key[] = [
  { action: 'toggle', keys: [' '], shown: 'Space', says: 'Run, pause, go on' },
  { action: 'run', keys: ['r'], shown: 'R', says: 'Run from the beginning' },
  { action: 'stop', keys: ['s'], shown: 'S', says: 'Stop the run' },
  { action: 'forward', keys: ['ArrowRight'], shown: '→', says: 'To the next fact' },
  { action: 'back', keys: ['ArrowLeft'], shown: '←', says: 'To the fact before' },
  {
    action: 'second-forward',
    keys: ['ArrowRight'],
    shift: true,
    shown: 'Shift →',
    says: '1 s forward',
  },
  { action: 'second-back', keys: ['ArrowLeft'], shift: true, shown: 'Shift ←', says: '1 s back' },
  { action: 'start', keys: ['Home'], shown: 'Home', says: 'To the start of the run' },
  { action: 'end', keys: ['End'], shown: 'End', says: 'To the end of what is known' },
  {
    action: 'task-forward',
    keys: ['n'],
    shown: 'N',
    says: 'To the next task, or on in the selected one',
  },
  {
    action: 'task-back',
    keys: ['p'],
    shown: 'P',
    says: 'To the task before, or back in the selected one',
  },
  { action: 'until', keys: ['u'], shown: 'U', says: 'Run until something is so, or go there' },
  { action: 'faster', keys: ['+', '='], shown: '+', says: 'Faster' },
  { action: 'slower', keys: ['-'], shown: '−', says: 'Slower' },
  { action: 'fork', keys: ['f'], shown: 'F', says: 'Fork here with what is written now' },
  { action: 'branches', keys: ['b'], shown: 'B', says: 'Branches: show, compare, rename, delete' },
  { action: 'compare', keys: ['v'], shown: 'V', says: 'Two branches side by side, or one again' },
  {
    action: 'follow',
    keys: ['t'],
    shown: 'T',
    says: 'The stage follows the selected task, or not',
  },
  { action: 'skip-idle', keys: ['i'], shown: 'I', says: 'Skip idle time, or not' },
  { action: 'check', keys: ['c'], shown: 'C', says: 'Check your solution' },
  { action: 'guide', keys: ['1'], shown: '1', says: 'To the guide' },
  { action: 'code', keys: ['2'], shown: '2', says: 'To the code' },
  { action: 'stage', keys: ['3'], shown: '3', says: 'To the stage' },
  { action: 'timeline', keys: ['4'], shown: '4', says: 'To the timeline' },
  { action: 'inspector', keys: ['5'], shown: '5', says: 'To console, tasks, log' },
  {
    action: 'deselect',
    keys: ['Escape'],
    shown: 'Esc',
    says: 'Select nothing; in the editor: let Tab leave it',
  },
  { action: 'help', keys: ['?'], shown: '?', says: 'This list' },
]

/** Keys that the editor hears. */
export const EDITOR_KEYS: readonly Pick<Key, 'shown' | 'says'>[] = [
  { shown: 'Ctrl Enter', says: 'In the editor: run from the beginning' },
  { shown: 'Esc, Tab', says: 'In the editor: leave it' },
  { shown: 'Ctrl M', says: 'In the editor: Tab indents, or leaves it' },
  { shown: 'Ctrl Space', says: 'In the editor: what may come here' },
  { shown: 'F8', says: 'In the editor: to the next problem' },
  { shown: 'Ctrl .', says: 'In the editor: mend the problem here' },
]

/** Keys that the stage hears while it has the focus. */
export const STAGE_KEYS: readonly Pick<Key, 'shown' | 'says'>[] = [
  { shown: '+ −', says: 'On the stage: nearer, farther' },
  { shown: '0', says: 'On the stage: all of it' },
  { shown: '← ↑ ↓ →', says: 'On the stage, when it is larger than its pane: move it' },
]

/** Where a key is typed or has a meaning of its own, it is not ours. */
export function actionOf(event: KeyboardEvent): KeyAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null
  const target = event.target instanceof Element ? event.target : null
  if (
    target?.closest(
      'input, textarea, select, [contenteditable="true"], .monaco-editor, dialog, [popover]',
    )
  )
    return null
  const pressable = target?.closest('button, a[href], summary, [role="button"], [role="slider"]')
  if (pressable && (event.key === ' ' || event.key === 'Enter')) return null
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const arrow = key.startsWith('Arrow')
  const found = KEYS.find(
    (candidate) =>
      candidate.keys.includes(key) && (!arrow || (candidate.shift ?? false) === event.shiftKey),
  )
  return found?.action ?? null
}
