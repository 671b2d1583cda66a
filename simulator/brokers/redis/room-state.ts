/** How much room the messages take; plain data. */
export interface Room {
  used: number
  readonly sizes: { [tag: number]: number }
  /** When each queue's list was last touched. */
  readonly touched: { [queue: string]: number }
}

/** An empty server. */
export const newRoom = (): Room => ({ used: 0, sizes: {}, touched: {} })
