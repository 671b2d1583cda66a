/** Has a plain object no field? Looked at without a list of them, for it is asked at every event. */
export function isEmpty(object: object): boolean {
  for (const _ in object) return false
  return true
}
