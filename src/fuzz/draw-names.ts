/** Names that a case is made of: few, so that things meet. */
export const QUEUES = ['a', 'b', 'celery'] as const
export const TASKS = ['plan.one', 'plan.two', 'plan.three'] as const
export const MODELLED = ['load.one', 'load.two'] as const
/** Called where a task fails, in its process (rule 4.35). */
export const ERRBACK = 'plan.errback'
