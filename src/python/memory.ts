/**
 * Python's heap does not grow beyond this: a program that wants more gets a MemoryError at its line, as
 * on a small machine, and the page lives. Ten thousand suspended bodies fit.
 */
export const HEAP_LIMIT = 384 * 2 ** 20

/** A heap that grew beyond this is given back by ending its thread, as memory of WebAssembly never shrinks. */
export const HEAP_WORN = 128 * 2 ** 20

const PAGE = 65_536

/** Grows a new instance's memory to so many bytes, before anybody looks at it, and limits it from then on. */
export function limitMemory(instance: WebAssembly.Instance, bytes: number): void {
  const { memory } = instance.exports
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('Pyodide exports no memory')
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
  const grow = memory.grow.bind(memory)
  memory.grow = (pages) => {
    // Emscripten asks for more than it needs, and for less when that is refused.
    if (memory.buffer.byteLength + pages * PAGE > HEAP_LIMIT) throw new RangeError('out of memory')
    return grow(pages)
  }
}
