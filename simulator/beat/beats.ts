import type { BeatSpec, ClusterSpec } from '../cluster/spec.ts'

/** Each beat of a cluster, with what is left out of its description. */
export function beatsOf({ beat }: Pick<ClusterSpec, 'beat'>): readonly Required<BeatSpec>[] {
  const specs = beat === undefined || beat === null ? [] : 'options' in beat ? [beat] : beat
  return specs.map(({ name, options, autostart }, index) => ({
    name: name ?? beatName(index),
    options,
    autostart: autostart ?? true,
  }))
}

const beatName = (index: number): string => (index === 0 ? 'beat' : `beat${index + 1}`)
