// Written by .config/services.ts from the folders beside it: change those.
import type { Service } from './service.ts'
import { http } from './http/index.ts'
import { logs } from './logs/index.ts'
import { metrics } from './metrics/index.ts'
import { objects } from './objects/index.ts'
import { payment } from './payment/index.ts'
import { secrets } from './secrets/index.ts'
import { smtp } from './smtp/index.ts'
import { sql } from './sql/index.ts'
import { web } from './web/index.ts'

/** Every kind of service there is. */
export const SERVICES = {
  http,
  logs,
  metrics,
  objects,
  payment,
  secrets,
  smtp,
  sql,
  web,
} as const satisfies { readonly [kind: string]: Service }
