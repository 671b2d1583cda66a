import type { Files } from './lab.ts'
import { constantIn } from './shrink/size.ts'
import { type Knob, KNOBS } from './shrink/knob.ts'
import type { Field } from './yaml-field.ts'

/** What can be left out of a run where a lab says nothing. */
export const FAULTS_ALONE: readonly Knob[] = [{ knob: 'faults' }]

/** Reads what of a lab's runs can be made smaller: `- { knob: constant, file: client.py, name: ORDERS }`. */
export const readKnobs = (field: Field, starter: Files): readonly Knob[] =>
  field.list().map((item) => readKnob(item, starter))

function readKnob(item: Field, starter: Files): Knob {
  const knob = item.entries()?.get('knob')?.value()
  if (knob !== 'constant') {
    const fields = item.record({ required: ['knob'] })
    const plain = fields.get('knob')?.choice(KNOBS) ?? 'faults'
    return plain === 'constant' ? { knob: 'faults' } : { knob: plain }
  }
  const fields = item.record({ required: ['knob', 'file', 'name'], optional: ['least'] })
  const file = fields.get('file')?.text() ?? ''
  const name = fields.get('name')?.text() ?? ''
  if (file !== '' && starter[file] === undefined)
    fields.get('file')?.report(`There is no file starter/${file}.`)
  else if (name !== '' && constantIn(starter, file, name) === null)
    fields.get('name')?.report(`There is no line "${name} = <number>" in starter/${file}.`)
  return { knob, file, name, least: fields.get('least')?.whole(1, 1_000_000) ?? 1 }
}
