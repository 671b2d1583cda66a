import type { Json } from './json.ts'
import { UnwrittenError } from './python-error.ts'

/** What kombu calls each way to compress a body; its own content type is a name too. */
const CONTENT_TYPES: { readonly [name: string]: string } = {
  gzip: 'application/x-gzip',
  zlib: 'application/x-gzip',
  bzip: 'application/x-bz2',
  bzip2: 'application/x-bz2',
  lzma: 'application/x-lzma',
  xz: 'application/x-lzma',
}

/**
 * The header `compression` of a message (rule 1.2, trace compression); null for none. The body itself stays
 * readable here: what a compressor makes of it depends on its build, and only its length would be seen.
 * Throws the KeyError that kombu raises in the caller for a name it does not know.
 */
export function compressionHeader(name: Json | undefined): string | null {
  if (typeof name !== 'string' || name === '') return null
  const type = CONTENT_TYPES[name] ?? Object.values(CONTENT_TYPES).find((one) => one === name)
  if (type === undefined) throw new UnwrittenError('builtins.KeyError', name)
  return type
}

/** Does kombu know a way to compress by this name without being taught? */
export const isCompression = (name: string): boolean =>
  name in CONTENT_TYPES || Object.values(CONTENT_TYPES).includes(name)
