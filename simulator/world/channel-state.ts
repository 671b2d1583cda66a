/** A publisher's channel, as far as it is worth keeping. */
export interface ChannelState {
  /** It has published to an exchange that may not be there: what comes of it shows at the next use. */
  doubtful: boolean
  /** Why the broker has closed it; null: it is open. */
  closed: string | null
  /** When the publisher can know that. */
  knownAt: number
  /** The message that it waits for the confirm of, by its number in `arrivals`; -1: none. */
  awaits: number
  outcome: ConfirmOutcome | null
}

/** The broker's answer; `lost`: the connection ended before there was an answer. */
export type ConfirmOutcome = 'ack' | 'nack' | 'closed' | 'lost'

/** A channel that nothing has happened to. */
export const newChannel = (): ChannelState => ({
  doubtful: false,
  closed: null,
  knownAt: 0,
  awaits: -1,
  outcome: null,
})
