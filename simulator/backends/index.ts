import type { Backend } from './backend.ts'
import { disabled } from './disabled.ts'
import { redis } from './redis.ts'
import { rpc } from './rpc.ts'

/** Every result backend there is. To add one: a file of this folder, and its line here. */
export const BACKENDS = { redis, rpc, none: disabled } as const satisfies Record<string, Backend>
