import { Log, millis, seconds } from '../../simulator/index.ts'
import { SMALL_RUN, syntheticLog } from '../support/synthetic-log.ts'

/** The runs that the gallery can show, by the name in `?run=`. */
export const RUNS: Readonly<Record<string, () => Log>> = {
  small: () => syntheticLog(),
  empty: () => new Log(),
  kill: () => syntheticLog({ ...SMALL_RUN, kill: { worker: 'w2@sim', at: seconds(4) } }),
  crowd: () =>
    syntheticLog({
      ...SMALL_RUN,
      tasks: 1200,
      types: ['shop.charge_card', 'shop.render_invoice', 'shop.send_mail', 'shop.resize'],
      queues: ['celery', 'mail', 'thumbnails', 'invoices.high', 'reports', 'audit'],
      workers: ['w1@sim', 'w2@sim', 'bulk-mailer-eu-west@sim', 'w4@sim', 'w5@sim'].map(
        (name, nth) => ({
          name,
          processes: [4, 12, 30, 2, 1][nth]!,
          queues: ['celery', 'mail', 'thumbnails', 'invoices.high', 'reports', 'audit'],
        }),
      ),
      every: millis(12),
      runtime: millis(700),
    }),
  many: () =>
    syntheticLog({
      ...SMALL_RUN,
      tasks: 20_000,
      workers: [
        { name: 'w1@sim', processes: 8, queues: ['mail', 'celery'] },
        { name: 'w2@sim', processes: 8, queues: ['mail', 'celery'] },
      ],
      every: millis(85),
      runtime: millis(800),
    }),
}
