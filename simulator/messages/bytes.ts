const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes that base64 text stands for. */
export function fromBase64(text: string): readonly number[] {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter)
    if (value < 0) continue
    bits = (bits << 6) | value
    held += 6
    if (held < 8) continue
    held -= 8
    bytes.push((bits >> held) & 0xff)
    bits &= (1 << held) - 1
  }
  return bytes
}

/** How many bytes base64 text stands for. */
export const base64Size = (text: string): number =>
  Math.floor((text.replaceAll('=', '').length * 3) / 4)

/** `repr` of Python's bytes. */
export function bytesRepr(bytes: readonly number[]): string {
  const quote = bytes.includes(SINGLE) && !bytes.includes(DOUBLE) ? '"' : "'"
  return `b${quote}${bytes.map((byte) => byteText(byte, quote)).join('')}${quote}`
}

const SINGLE = 39
const DOUBLE = 34

const SHORT = new Map([
  [9, '\\t'],
  [10, '\\n'],
  [13, '\\r'],
  [92, '\\\\'],
])

function byteText(byte: number, quote: string): string {
  const short = SHORT.get(byte)
  if (short !== undefined) return short
  if (byte < 32 || byte > 126) return `\\x${byte.toString(16).padStart(2, '0')}`
  const text = String.fromCharCode(byte)
  return text === quote ? `\\${text}` : text
}
