import type { BodyFailure } from './body-failure.ts'

export type BodyForm = 'json' | 'batch' | 'lines'

const FORMS: Record<string, BodyForm> = {
  'application/cloudevents+json': 'json',
  'application/json': 'json',
  'application/cloudevents-batch+json': 'batch',
  'application/x-ndjson': 'lines',
  'application/ndjson': 'lines',
  'application/jsonl': 'lines',
  'application/cloudevents+ndjson': 'lines',
}

/** How the body is to be read, by its Content-Type; the text must be UTF-8. */
export function readMediaType(contentType: string | null): BodyForm | BodyFailure {
  const [name = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '')
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined
  if (form !== undefined && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return form
  const given = contentType === null || contentType === '' ? 'none' : contentType.slice(0, 80)
  return {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: `Content-Type must be one of ${Object.keys(FORMS).join(', ')}, in UTF-8; got ${given}`,
  }
}
