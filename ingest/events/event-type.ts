import { TYPE_PREFIX } from '../../schemas/envelope.ts'
import { type FactKind, isFactKind, kinds } from '../../schemas/facts/index.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import { describe } from './describe.ts'

export type TypeReading =
  { readonly ok: true; readonly kind: FactKind } | { readonly ok: false; readonly refusal: Refusal }

/** What was taken before; as many as there are kinds, and a few ways to write a version. */
const taken = new Map<string, TypeReading>()

/** The kind of `dev.kanmon.<kind>.v<N>`, if this version of kanmon takes it. */
export function readType(type: string): TypeReading {
  const known = taken.get(type)
  if (known !== undefined) return known
  const reading = readAnew(type)
  if (reading.ok && taken.size < 1000) taken.set(type, reading)
  return reading
}

function readAnew(type: string): TypeReading {
  const [, name = '', digits = ''] = /^dev\.kanmon\.([a-z.-]{1,80})\.v(\d{1,9})$/.exec(type) ?? []
  if (!isFactKind(name) || Number(digits) < 1) {
    const form = `${TYPE_PREFIX}<kind>.v1; GET /v1/schemas lists the kinds`
    return refuse('UNKNOWN_KIND', `type ${describe(type)} is not known; it must be ${form}`)
  }
  const { version } = kinds[name]
  if (Number(digits) > version) {
    return refuse(
      'NEWER_VERSION',
      `type ${describe(type)} is newer than this kanmon, which takes ${name} up to v${version}`,
    )
  }
  return { ok: true, kind: name }
}

/** The name of the kind as far as it can be read off, for the quarantine. */
export function guessKind(type: unknown): string | null {
  if (typeof type !== 'string') return null
  return /^dev\.kanmon\.([a-z.-]{1,80})\.v\d{1,9}$/.exec(type)?.[1] ?? null
}

function refuse(code: Refusal['code'], message: string): TypeReading {
  return { ok: false, refusal: { code, field: 'type', message } }
}
