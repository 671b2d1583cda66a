import type { Json, JsonObject } from '../../messages/json.ts'

const SECRET = /API|TOKEN|KEY|SECRET|PASS|PROFANITIES_LIST|SIGNATURE|DATABASE/i
const PASSWORD = /(:\/\/[^:/@]*):[^@/]*@/g

/** Settings as Celery shows them: passwords in addresses and everything with a secret's name hidden (rule 3.65). */
export const censored = (settings: JsonObject): { readonly [name: string]: Json } =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, hidden(name, value)]))

function hidden(name: string, value: Json): Json {
  if (typeof value !== 'string' || value === '') return value
  if (value.includes('://')) return value.replace(PASSWORD, '$1:**@')
  return SECRET.test(name) ? '********' : value
}
