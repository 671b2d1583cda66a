/**
 * The memory that Python had when it had been booted: the next thread begins with it, in this visit and
 * in later ones. It is a saving and no more: what cannot be kept or read is booted anew.
 */

const CACHE = 'queuelab-python'
const SIZE = 'x-memory-bytes'
/** A memory that is smaller or larger is none that booting leaves. */
const LEAST = 8 * 2 ** 20
const MOST = 128 * 2 ** 20

export class KeptMemory {
  readonly #key: string
  #memory: Promise<ArrayBuffer | null> | null = null
  /** What is held here can be read from disk again. */
  #isOnDisk = false

  /** `version` tells apart whatever boots to another memory: the thread's script, and how bodies wait. */
  constructor(version: string) {
    this.#key = `https://queuelab.invalid/python-memory?${encodeURIComponent(version)}`
  }

  /** What is kept; null where nothing is. */
  load(): Promise<ArrayBuffer | null> {
    this.#memory ??= this.#fromDisk().catch(() => null)
    return this.#memory
  }

  /** Keeps a memory for this visit, and on disk where that is allowed; settles when both are done. */
  async keep(memory: ArrayBuffer): Promise<void> {
    if (!plausible(memory.byteLength)) return
    this.#memory = Promise.resolve(memory)
    this.#isOnDisk = false
    await this.#toDisk(memory).catch(() => undefined)
  }

  /** Holds it no longer where the disk has it too. */
  release(): void {
    if (this.#isOnDisk) this.#memory = null
  }

  /** Nobody shall begin with it again: it has failed. */
  async forget(): Promise<void> {
    this.#memory = Promise.resolve(null)
    this.#isOnDisk = false
    await caches.delete(CACHE).catch(() => false)
  }

  async #fromDisk(): Promise<ArrayBuffer | null> {
    const cache = await caches.open(CACHE)
    const found = await cache.match(this.#key)
    if (!found?.body) return null
    // The checksum of gzip fails where a bit is wrong.
    const unpacked = found.body.pipeThrough(new DecompressionStream('gzip'))
    const memory = await new Response(unpacked).arrayBuffer()
    const size = Number(found.headers.get(SIZE))
    this.#isOnDisk = memory.byteLength === size && plausible(size)
    return this.#isOnDisk ? memory : null
  }

  async #toDisk(memory: ArrayBuffer): Promise<void> {
    const cache = await caches.open(CACHE)
    for (const other of await cache.keys()) await cache.delete(other)
    const packed = new Blob([memory]).stream().pipeThrough(new CompressionStream('gzip'))
    const headers = { [SIZE]: String(memory.byteLength) }
    await cache.put(this.#key, new Response(await new Response(packed).arrayBuffer(), { headers }))
    this.#isOnDisk = true
  }
}

const plausible = (bytes: number): boolean => bytes >= LEAST && bytes <= MOST
