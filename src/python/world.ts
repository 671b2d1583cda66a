import { EPOCH_UNIX_SECONDS, type Micros } from '../../simulator/index.ts'
import { Entropy } from './random.ts'

/** Simulated time 0 in Python's eyes, in milliseconds since 1970. */
const EPOCH_MS = EPOCH_UNIX_SECONDS * 1000

/** What Python may know of the outside: the time and chance of the simulation, and nothing else. */
export class World {
  /** Simulated time of the open question. */
  now: Micros = 0
  /** Computing since then; Python's own counter, once it is there to be read. */
  spent: () => Micros = () => 0
  readonly entropy = new Entropy()

  /** The local time of the process that runs. */
  local(): Micros {
    return this.now + this.spent()
  }

  /** The same as a date. */
  unixMilliseconds(): number {
    return EPOCH_MS + this.local() / 1000
  }
}

/** WebAssembly imports by name, as Emscripten hands them over. */
export type Imports = Record<string, Record<string, unknown>>

/**
 * Puts the world in place of the machine's clock, time zone and chance, below Python: what `time`,
 * `datetime`, `uuid`, `random` and `secrets` read is then simulated without any patch in Python.
 */
export function replaceImports(imports: Imports, world: World, heap: () => DataView): void {
  const replacements = {
    emscripten_date_now: () => world.unixMilliseconds(),
    emscripten_get_now: () => world.local() / 1000,
    emscripten_performance_now: () => world.local() / 1000,
    clock_time_get: (clock: number, _precision: bigint, at: number) => {
      const start = clock === 0 ? BigInt(EPOCH_MS) * 1_000_000n : 0n
      heap().setBigUint64(at >>> 0, start + BigInt(world.local()) * 1000n, true)
      return 0
    },
    emscripten_random: () => world.entropy.next(),
    emscripten_math_random: () => world.entropy.next(),
    random_get: (at: number, size: number) => {
      world.entropy.fill(new Uint8Array(heap().buffer, at >>> 0, size >>> 0))
      return 0
    },
    // Simulated machines keep UTC, wherever the learner's own machine stands.
    _localtime_js: (time: bigint, tm: number) => {
      callable(imports, '_gmtime_js')(time, tm)
      heap().setInt32((tm >>> 0) + TM_ISDST, 0, true)
      heap().setInt32((tm >>> 0) + TM_GMTOFF, 0, true)
    },
    _mktime_js: (tm: number) => {
      heap().setInt32((tm >>> 0) + TM_ISDST, 0, true)
      return callable(imports, '_timegm_js')(tm)
    },
    _tzset_js: (timezone: number, daylight: number, standard: number, summer: number) => {
      heap().setInt32(timezone >>> 0, 0, true)
      heap().setInt32(daylight >>> 0, 0, true)
      for (const name of [standard, summer]) writeText(heap(), name >>> 0, 'UTC')
    },
  }
  for (const module of [imports['env'], imports['wasi_snapshot_preview1']]) {
    if (module === undefined) continue
    for (const [name, replacement] of Object.entries(replacements)) {
      if (name in module) module[name] = replacement
    }
  }
}

/** Offsets in Emscripten's `struct tm`. */
const TM_ISDST = 32
const TM_GMTOFF = 36

function callable(imports: Imports, name: string): (...args: unknown[]) => unknown {
  const found = imports['env']?.[name]
  if (typeof found !== 'function') throw new Error(`Pyodide has no import named ${name}`)
  return (...args) => Reflect.apply(found, undefined, args) as unknown
}

function writeText(heap: DataView, at: number, text: string): void {
  for (let index = 0; index < text.length; index++)
    heap.setUint8(at + index, text.charCodeAt(index))
  heap.setUint8(at + text.length, 0)
}
