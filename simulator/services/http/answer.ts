import type { Json } from '../../messages/json.ts'
import type { Handled } from '../service.ts'

/** Reason phrases by status (RFC 9110, section 15). */
export const HTTP_TEXTS: { readonly [code: number]: string } = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** A response with a body of JSON. */
export const answer = (code: number, value: Json): Handled => ({
  code,
  text: HTTP_TEXTS[code] ?? '',
  value,
})
