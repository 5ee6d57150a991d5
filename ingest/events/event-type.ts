import { TYPE_PREFIX } from '../../schemas/envelope.ts'
import { type FactKind, factKinds, isFactKind, kinds } from '../../schemas/facts/index.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import { describe } from './describe.ts'

export type TypeReading =
  { readonly ok: true; readonly kind: FactKind } | { readonly ok: false; readonly refusal: Refusal }

/** The types as senders write them; another way to write a version is read letter by letter. */
const usual: ReadonlyMap<string, TypeReading> = new Map(
  factKinds.map((kind) => [`${TYPE_PREFIX}${kind}.v${kinds[kind].version}`, { ok: true, kind }]),
)

/** The kind of `dev.kanmon.<kind>.v<N>`, if this version of kanmon takes it. */
export function readType(type: string): TypeReading {
  const known = usual.get(type)
  if (known !== undefined) return known
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
