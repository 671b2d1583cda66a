export interface HeapEvent {
  readonly time: number
  readonly seq: number
  readonly opcode: number
  readonly entity: number
  readonly argument: number
}

/** What the calendar is measured against: the usual binary heap of event objects, ordered by (time, seq). */
export class ObjectHeap {
  private readonly events: HeapEvent[] = []
  private nextSeq = 1

  push(time: number, opcode: number, entity: number, argument: number): void {
    const event = { time, seq: this.nextSeq++, opcode, entity, argument }
    let at = this.events.push(event) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(event, this.events[parent]!)) break
      this.events[at] = this.events[parent]!
      at = parent
    }
    this.events[at] = event
  }

  pop(): HeapEvent | undefined {
    const first = this.events[0]
    const last = this.events.pop()
    if (last !== undefined && this.events.length > 0) this.sink(last)
    return first
  }

  private sink(event: HeapEvent): void {
    const { events } = this
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= events.length) break
      if (child + 1 < events.length && isBefore(events[child + 1]!, events[child]!)) child++
      if (!isBefore(events[child]!, event)) break
      events[at] = events[child]!
      at = child
    }
    events[at] = event
  }
}

function isBefore(a: HeapEvent, b: HeapEvent): boolean {
  return a.time < b.time || (a.time === b.time && a.seq < b.seq)
}
