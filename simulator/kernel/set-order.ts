/** 64 bits, as SipHash counts. */
const MASK = (1n << 64n) - 1n

const add = (a: bigint, b: bigint): bigint => (a + b) & MASK
const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & MASK

/** The state of SipHash with a key of zeros: `PYTHONHASHSEED=0`. */
type Words = [bigint, bigint, bigint, bigint]

/** One round of SipHash (from documentation: https://www.aumasson.jp/siphash/siphash.pdf). */
function round(v: Words): void {
  v[0] = add(v[0], v[1])
  v[1] = rotate(v[1], 13n) ^ v[0]
  v[0] = rotate(v[0], 32n)
  v[2] = add(v[2], v[3])
  v[3] = rotate(v[3], 16n) ^ v[2]
  v[0] = add(v[0], v[3])
  v[3] = rotate(v[3], 21n) ^ v[0]
  v[2] = add(v[2], v[1])
  v[1] = rotate(v[1], 17n) ^ v[2]
  v[2] = rotate(v[2], 32n)
}

/** A text as CPython keeps it: as many bytes a letter as its widest needs. */
function bytesOf(text: string): readonly number[] {
  const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
  const widest = Math.max(0, ...points)
  const width = widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4
  return points.flatMap((point) =>
    Array.from({ length: width }, (_, at) => (point >>> (8 * at)) & 0xff),
  )
}

/** `hash(text)` of CPython with `PYTHONHASHSEED=0`, as 64 bits: SipHash-1-3. */
export function pythonHash(text: string): bigint {
  const bytes = bytesOf(text)
  if (bytes.length === 0) return 0n
  const v: Words = [
    0x736f6d6570736575n,
    0x646f72616e646f6dn,
    0x6c7967656e657261n,
    0x7465646279746573n,
  ]
  const whole = bytes.length - (bytes.length % 8)
  const word = (from: number, to: number): bigint =>
    bytes.slice(from, to).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
  const take = (message: bigint): void => {
    v[3] ^= message
    round(v)
    v[0] ^= message
  }
  for (let at = 0; at < whole; at += 8) take(word(at, at + 8))
  take((BigInt(bytes.length & 0xff) << 56n) | word(whole, bytes.length))
  v[2] ^= 0xffn
  for (let i = 0; i < 3; i++) round(v)
  return v[0] ^ v[1] ^ v[2] ^ v[3]
}

/** A place that is tried with its neighbours before the next. */
const LINEAR_PROBES = 9

/** Puts a text in the first free place of a set's table. */
function insert(table: (string | null)[], text: string): void {
  const mask = table.length - 1
  const hash = pythonHash(text)
  let perturb = hash
  let at = Number(hash & BigInt(mask))
  for (;;) {
    const last = at + LINEAR_PROBES <= mask ? at + LINEAR_PROBES : at
    for (let place = at; place <= last; place++) {
      if (table[place] === text) return
      if (table[place] !== null) continue
      table[place] = text
      return
    }
    perturb >>= 5n
    at = Number((BigInt(at) * 5n + 1n + perturb) & BigInt(mask))
  }
}

/**
 * Texts in the order in which CPython goes through a set of them. That order hangs on the seed of its hashes,
 * which is another in each process unless it is set; the recordings have `PYTHONHASHSEED=0`, and so has the sandbox.
 */
export const setOrder = (texts: readonly string[]): readonly string[] => fill(emptyTable(0), texts)

/** The same for the keys of a dict, whose number is known when the set is made of them. */
export const keySetOrder = (keys: readonly string[]): readonly string[] =>
  fill(emptyTable(isTight(keys.length, 8) ? keys.length * 2 : 0), keys)

/** A table with room for more than so many. */
function emptyTable(least: number): (string | null)[] {
  let size = 8
  while (size <= least) size *= 2
  return Array.from({ length: size }, () => null)
}

const isTight = (count: number, size: number): boolean => count * 5 >= (size - 1) * 3

function fill(table: (string | null)[], texts: readonly string[]): readonly string[] {
  let count = 0
  for (const text of new Set(texts)) {
    insert(table, text)
    count += 1
    if (!isTight(count, table.length)) continue
    const old = table
    table = emptyTable(count * 4)
    for (const one of old) if (one !== null) insert(table, one)
  }
  return table.filter((one) => one !== null)
}
