import type { Knob } from './knob.ts'
import { constantIn, isDrawn, type Parts, processesOf, type Size, sized } from './size.ts'

/** The most that rates are divided by. */
const THINNEST = 64

/** Every size that is one step smaller, the largest steps first. */
export const smaller = (parts: Parts, size: Size, knobs: readonly Knob[]): readonly Size[] =>
  knobs.flatMap((knob) => STEPS[knob.knob](parts, size, knob))

const STEPS: {
  readonly [K in Knob['knob']]: (parts: Parts, size: Size, knob: Knob) => readonly Size[]
} = {
  faults: withoutFaults,
  outages: withoutOutages,
  constant: withConstant,
  load: withLessLoad,
  workers: withoutWorkers,
  processes: withFewerProcesses,
}

function withoutFaults({ actions }: Parts, size: Size): readonly Size[] {
  const left = actions.map((_, index) => index).filter((index) => !size.dropped.includes(index))
  const dropped = parts(left).map((some) => ({ ...size, dropped: [...size.dropped, ...some] }))
  const narrower = size.only
    .filter(({ action }) => !size.dropped.includes(action))
    .flatMap(({ action, boundaries }) =>
      parts(boundaries)
        .filter(({ length }) => length < boundaries.length)
        .map((some) => ({
          ...size,
          only: size.only.map((one) =>
            one.action === action
              ? { action, boundaries: boundaries.filter((each) => !some.includes(each)) }
              : one,
          ),
        })),
    )
  return [...dropped, ...narrower]
}

/** What may be left out at one go: all, each half, each one. */
function parts<T>(all: readonly T[]): readonly (readonly T[])[] {
  const half = Math.ceil(all.length / 2)
  const large = all.length > 1 ? [all] : []
  const halves = all.length > 3 ? [all.slice(0, half), all.slice(half)] : []
  return [...large, ...halves, ...all.map((one) => [one])]
}

function withoutOutages({ cluster }: Parts, size: Size): readonly Size[] {
  return (cluster.services ?? []).flatMap(({ name: service, outages }) =>
    outages
      .map((_, outage) => ({ service, outage }))
      .filter(
        (one) =>
          !size.outages.some((known) => known.service === service && known.outage === one.outage),
      )
      .map((one) => ({ ...size, outages: [...size.outages, one] })),
  )
}

function withConstant(parts: Parts, size: Size, knob: Knob): readonly Size[] {
  if (knob.knob !== 'constant') return []
  const { file, name, least } = knob
  const now = constantIn(sized(parts, size).files, file, name)
  const value = now === null ? least : Math.max(least, Math.floor(now / 2))
  if (now === null || value >= now) return []
  const others = size.constants.filter((one) => one.file !== file || one.name !== name)
  return [{ ...size, constants: [...others, { file, name, value }] }]
}

function withLessLoad({ cluster: { load = [] } }: Parts, size: Size): readonly Size[] {
  const left = load.map((_, index) => index).filter((index) => !size.loads.includes(index))
  const fewer = left.length < 2 ? [] : left.map((one) => ({ ...size, loads: [...size.loads, one] }))
  const less = left.length > 0 && size.load < THINNEST ? [{ ...size, load: size.load * 2 }] : []
  return [...less, ...fewer]
}

function withoutWorkers(all: Parts, size: Size): readonly Size[] {
  const { cluster, actions } = sized(all, size)
  if (cluster.workers.length < 2) return []
  const said = JSON.stringify(actions)
  return cluster.workers
    .filter(({ name }) => !said.includes(JSON.stringify(name)))
    .map(({ name }) => ({ ...size, workers: [...size.workers, name] }))
}

function withFewerProcesses(all: Parts, size: Size): readonly Size[] {
  return sized(all, size).cluster.workers.flatMap((worker) => {
    const now = processesOf(worker) ?? 1
    const others = size.processes.filter((one) => one.worker !== worker.name)
    const fewer = { worker: worker.name, count: Math.floor(now / 2) }
    return now < 2 ? [] : [{ ...size, processes: [...others, fewer] }]
  })
}

/** A size in which all that is drawn for each boundary is named instead, from where it struck. */
export function named({ actions }: Parts, struck: readonly string[]): Size['only'] {
  return actions.flatMap(({ on }, action) => {
    if (on.kind !== 'effect' || !isDrawn(on.nth)) return []
    const boundaries = struck.filter((name) => fitsBoundary(name, on))
    return [{ action, boundaries }]
  })
}

interface Filter {
  readonly task: string | null
  readonly effect: string | null
  readonly side: string | null
}

/** Does `tasks.charge(31), try 1, after service 2` come under what an action waits for? */
function fitsBoundary(name: string, { task, effect, side }: Filter): boolean {
  const [, before = '', itsSide, itsEffect] = /^(.*), try \d+, (\w+) (\w+) \d+$/u.exec(name) ?? []
  return (
    (task === null || before.startsWith(`${task}(`)) &&
    (effect ?? itsEffect) === itsEffect &&
    (side ?? itsSide) === itsSide
  )
}
