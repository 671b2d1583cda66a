/** Names of `-P`; `processes` is prefork by another name. */
export const POOL_NAMES = ['prefork', 'threads', 'solo', 'gevent', 'eventlet'] as const

export type PoolName = (typeof POOL_NAMES)[number]
