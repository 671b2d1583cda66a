import type { Micros } from '../../../simulator/index.ts'
import type { MorePlace } from '../layout/place.ts'
import type { FrontView, ServiceView, StageView, WorkerView } from './stage-view.ts'

/** What a worker's box says of it; `withRoom` where its waiting room is not drawn. */
export function statusText(view: WorkerView, withRoom: boolean): string {
  if (view.status === 'absent') return 'not started'
  if (view.status !== 'ready') return view.status
  const busy = `${view.busy} of ${view.of} busy`
  return withRoom && view.room.length > 0 ? `${busy} · ${view.room.length} held` : busy
}

/** What the box of a web front says of its threads; `waiting` where those who wait are not drawn. */
export function frontStatus({ busy, of, loop, waiting }: FrontView, withWaiting: boolean): string {
  const told = loop ? `${busy.length} open, 1 thread` : `${busy.length} of ${of} busy`
  return withWaiting && waiting.length > 0 ? `${told} · ${waiting.length} wait` : told
}

/** A web front in one line: its threads, what they wait for, and who waits for them. */
export function frontText(name: string, view: FrontView | undefined): string {
  if (!view) return `Web front ${name}: not started`
  const calls = callsOf(view).map(([service, count]) => `${count} waiting for ${service}`)
  const trouble = serviceTrouble(view)
  return `Web front ${name}: ${[
    ...(trouble === null ? [] : [trouble]),
    frontStatus(view, false),
    ...calls,
    `${view.waiting.length} visitors waiting`,
    `${view.sent} messages sent`,
  ].join(', ')}`
}

/** How many handlers wait for each service. */
export function callsOf({ busy }: FrontView): readonly (readonly [string, number])[] {
  const calls = new Map<string, number>()
  for (const { waitsFor } of busy)
    if (waitsFor?.kind === 'service')
      calls.set(waitsFor.service, (calls.get(waitsFor.service) ?? 0) + 1)
  return [...calls]
}

/** What is wrong with an outside system. */
export type ServiceTrouble = 'away' | 'slow'

/** Whoever is away is not slow. */
export function serviceTrouble({
  away,
  slow,
}: Pick<ServiceView, 'away' | 'slow'>): ServiceTrouble | null {
  if (away) return 'away'
  return slow === null ? null : 'slow'
}

/** Time left, to a tenth of a second: `0.9 s`; minutes from two minutes on. */
export function countdown(left: Micros): string {
  const seconds = Math.max(0, left) / 1_000_000
  if (seconds >= 120) return `${Math.round(seconds / 60)} min`
  return `${seconds >= 100 ? Math.round(seconds) : seconds.toFixed(1)} s`
}

/** What stands for things that found no room: `+12 queues, 40 waiting`. */
export function moreText(place: MorePlace, view: StageView): string {
  const count = place.names.length
  if (place.what === 'queues') {
    const waiting = sum(place.names, (name) => view.queues.get(name)?.waiting.length ?? 0)
    return `+${count} ${count === 1 ? 'queue' : 'queues'}, ${waiting} waiting`
  }
  if (place.what === 'workers') {
    const busy = sum(place.names, (name) => view.workers.get(name)?.busy ?? 0)
    return `+${count} ${count === 1 ? 'worker' : 'workers'}, ${busy} busy`
  }
  if (place.what === 'services') {
    const ill = sum(place.names, (name) => (troubled(view.services.get(name)) ? 1 : 0))
    const said = `+${count} ${count === 1 ? 'service' : 'services'}`
    return ill === 0 ? said : `${said}, ${ill} in trouble`
  }
  return `+${count}`
}

const troubled = (service: ServiceView | undefined): boolean =>
  service !== undefined && serviceTrouble(service) !== null

const sum = (names: readonly string[], value: (name: string) => number): number =>
  names.reduce((total, name) => total + value(name), 0)
