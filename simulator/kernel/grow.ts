type Column =
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

/** A copy of a typed array at least twice as long (and at least `needed` long); the new end is zero. */
export function grown<T extends Column>(column: T, needed = 0): T {
  const length = Math.max(column.length * 2, needed)
  const bigger = new (column.constructor as new (length: number) => T)(length)
  bigger.set(column)
  return bigger
}
