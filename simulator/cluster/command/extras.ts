import type { Json } from '../../messages/json.ts'
import { UsageError } from './click.ts'
import { SETTING_TYPES, type SettingType } from './setting-types.ts'

/**
 * `worker.concurrency=2`, `task_acks_late=1`: settings after the options. `.concurrency=2` is one of the
 * worker's. Throws UsageError with Celery's own reason.
 */
export function settingsOf(extras: readonly string[]): { readonly [name: string]: Json } {
  return Object.fromEntries(extras.map(settingOf))
}

const NO_PAIR = 'not enough values to unpack (expected 2, got 1)'

function settingOf(word: string): readonly [string, Json] {
  const at = word.indexOf('=')
  if (at < 0) throw refusal(NO_PAIR)
  const key = word.slice(0, at).toLowerCase().replaceAll('.', '_')
  const cut = key.indexOf('_')
  if (cut < 0) throw refusal(NO_PAIR)
  const space = cut === 0 ? 'worker' : key.slice(0, cut)
  const name = key.slice(cut + 1)
  const types = SETTING_TYPES[space]
  if (types === undefined) throw refusal(`'${space}'`)
  const type = types[name]
  if (type === undefined) throw refusal(`'${name}'`)
  const setting = `${space}_${name}`
  return [setting, valueOf(setting, type, word.slice(at + 1))]
}

function valueOf(setting: string, type: SettingType, text: string): Json {
  if (type === 'bool') {
    const truth = TRUTHS[text.toLowerCase()]
    if (truth === undefined) throw refusal(`'${setting}': "Cannot coerce '${text}' to type bool"`)
    return truth
  }
  if (type === 'other') return text
  const number = Number(text)
  if (text.trim() === '' || Number.isNaN(number) || (type === 'int' && !Number.isInteger(number)))
    throw refusal(
      type === 'int'
        ? `"'${setting}': invalid literal for int() with base 10: '${text}'"`
        : `"'${setting}': could not convert string to float: '${text}'"`,
    )
  return number
}

const TRUTHS: { readonly [text: string]: boolean } = {
  false: false,
  no: false,
  '0': false,
  off: false,
  true: true,
  yes: true,
  '1': true,
  on: true,
}

const refusal = (reason: string): UsageError =>
  new UsageError(`Unable to parse extra configuration from command line.\nReason: ${reason}`)
