import { type Micros, seconds } from '../kernel/units.ts'

/**
 * What TCP on Linux does about segments that are lost. From documentation:
 * https://www.rfc-editor.org/rfc/rfc6298 (a lost segment is sent again, the wait doubling each time) and
 * https://docs.kernel.org/networking/ip-sysctl.html (`tcp_rto_min_us`, `tcp_syn_linear_timeouts`). The same
 * was seen with Celery 5.6.3 between two network namespaces: a blocked command went on 53 s after it was
 * sent, where the link had been whole again for 28 s, and a new connection came off after 35 s.
 */

/** How long a segment is waited for at first, where a round trip takes next to nothing. */
const FIRST_WAIT: Micros = seconds(0.2)

/** When the first segments of a new connection are sent again, counted from its beginning; then the gaps double. */
const SYN_RETRIES: readonly Micros[] = [1, 2, 3, 4, 5, 7, 11, 19, 35, 67].map(seconds)

/**
 * When py-amqp gives a connection up over which nothing gets through: it sets TCP_USER_TIMEOUT to 1 s, and
 * Linux looks when it would send for the third time (0.2 + 0.4 + 0.8 s).
 */
export const UNHEARD_FOR: Micros = seconds(1.4)

/** How late a segment is that was lost so many times in a row. */
export const lateBy = (losses: number): Micros => FIRST_WAIT * ((1 << losses) - 1)

/** When a segment that was first sent then gets through, if it does from a certain moment on. */
export function resentAt(sent: Micros, from: Micros): Micros {
  let losses = 1
  while (sent + lateBy(losses) < from) losses += 1
  return sent + lateBy(losses)
}

/** The same for a connection that was begun then and that nobody answers. */
export function connectedAt(begun: Micros, from: Micros): Micros {
  let last = 0
  for (const retry of SYN_RETRIES) {
    if (begun + retry >= from) return begun + retry
    last = retry
  }
  while (begun + last < from) last *= 2
  return begun + last
}
