import type { Micros } from '../../simulator/index.ts'

// CPython 3.14 on 32 bits: an object starts with its reference count and its type, four bytes each.
// A cell then holds the address of its value; an integer its tag (sign and digit count) and digits.
const CELL_VALUE = 8
const INT_TAG = 8
const INT_DIGIT = 12
const DIGIT_COUNT_SHIFT = 3
const DIGIT_BITS = 30

/**
 * Reads Python's counter of computing time where it lies. Python is asked for the time in the middle of
 * its own work, when it cannot be called; and counting must stay as cheap as adding to a variable.
 */
export function counterAt(cell: number, heap: () => DataView): () => Micros {
  return () => {
    const memory = heap()
    const value = memory.getUint32(cell + CELL_VALUE, true)
    const digits = memory.getUint32(value + INT_TAG, true) >>> DIGIT_COUNT_SHIFT
    let sum = 0
    for (let index = digits - 1; index >= 0; index--) {
      sum = sum * 2 ** DIGIT_BITS + memory.getUint32(value + INT_DIGIT + index * 4, true)
    }
    return sum
  }
}
