/** What tells one copy of a message from another on the wire. */
export interface OnTheWire {
  readonly tag: number
  /** On kombu's virtual transports: the tag it shares with other copies of its message; -1 where it shares none. */
  readonly wire: number
}

/** A copy's delivery tag: copies of one message share it on the virtual transports. */
export const wireOf = ({ tag, wire }: OnTheWire): number => (wire < 0 ? tag : wire)
