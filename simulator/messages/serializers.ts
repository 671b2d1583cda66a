/** kombu's own serializers: content type and encoding of what they write (rule 1.7). */
export const SERIALIZERS: {
  readonly [name: string]: readonly [contentType: string, contentEncoding: string]
} = {
  json: ['application/json', 'utf-8'],
  pickle: ['application/x-python-serialize', 'binary'],
  yaml: ['application/x-yaml', 'utf-8'],
  msgpack: ['application/x-msgpack', 'binary'],
}

/** Names that a program has registered, with their content types; null: unregistered. */
export interface OwnSerializers {
  readonly [name: string]: string | null
}

/** The content type that a name in `accept_content` stands for; null where nobody has registered it. */
export function contentTypeOf(name: string, own: OwnSerializers): string | null {
  if (name.includes('/')) return name
  return name in own ? (own[name] ?? null) : (SERIALIZERS[name]?.[0] ?? null)
}

/** A content type as kombu names it in its errors: `pickle (application/x-python-serialize)`. */
export function shownType(contentType: string, own: OwnSerializers): string {
  const names = [...Object.keys(own), ...Object.keys(SERIALIZERS)]
  const name = names.find((one) => contentTypeOf(one, own) === contentType)
  return `${name ?? contentType} (${contentType})`
}
