import type { Json } from '../messages/json.ts'
import type { Backend } from './backend.ts'
import { cache, memory } from './cache.ts'
import { database } from './database.ts'
import { disabled } from './disabled.ts'
import { filesystem } from './filesystem.ts'
import { redis } from './redis.ts'
import { rpc } from './rpc.ts'

/** Every result backend there is. To add one: a file of this folder, and its line here. */
export const BACKENDS = {
  redis,
  rpc,
  database,
  cache,
  memory,
  filesystem,
  none: disabled,
} as const satisfies Record<string, Backend>

/** What else a URL may begin with, and which of them it is (rule 6.1). */
const SCHEMES: { readonly [scheme: string]: Backend } = {
  db: database,
  file: filesystem,
  disabled,
  // The cluster has one Redis for all that is not simulated by itself.
  redis,
}

/** The backend that a program names by its `result_backend`; none where it names none (rule 6.1). */
export function backendOfUrl(url: Json | undefined): Backend {
  if (typeof url !== 'string' || url === '') return disabled
  const [scheme = ''] = url.split('://')
  if (scheme === 'cache+memory') return memory
  const name = scheme.split('+')[0] ?? ''
  return SCHEMES[name] ?? Object.values<Backend>(BACKENDS).find((one) => one.name === name) ?? redis
}
