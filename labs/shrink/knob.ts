/** What of a lab's runs can be made smaller; the order in which a lab names them is that in which they are tried. */
export type Knob =
  /** Actions and faults, and of those that are drawn for each boundary, each time they struck. */
  | { readonly knob: 'faults' }
  /** Outages of services. */
  | { readonly knob: 'outages' }
  /** A number in a file, such as how many orders come: it is halved. */
  | {
      readonly knob: 'constant'
      readonly file: string
      readonly name: string
      readonly least: number
    }
  /** The cluster's loads: each is left out, and the rates of all are halved. */
  | { readonly knob: 'load' }
  | { readonly knob: 'workers' }
  /** The number of processes of each worker: it is halved. */
  | { readonly knob: 'processes' }

/** The knobs that a lab may name. */
export const KNOBS = ['faults', 'outages', 'constant', 'load', 'workers', 'processes'] as const
