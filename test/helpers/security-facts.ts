import type { Fact } from '../../schemas/facts/index.ts'
import { fact, noon, TODAY } from './project-facts.ts'

/** An asset, registered on the first day of the project unless told otherwise. */
export const asset = (id: string, more: object = {}, on = '2026-10-01'): Fact =>
  fact(
    'asset.registered',
    { asset: id, kind: 'service', owner: 'T. Kato', publicFacing: true, ...more },
    { occurredAt: noon(on) },
  )

/** A scan of an asset that ended at noon of a day. */
export const scan = (
  of: string,
  on = TODAY,
  more: { scanner?: string; [field: string]: unknown } = {},
): Fact => {
  const { scanner = 'Trivy', ...rest } = more
  return fact(
    'scan.completed',
    {
      scan: `${scanner}/${of}/${on}`,
      asset: of,
      scanner: { name: scanner },
      finishedAt: new Date(noon(on)).toISOString(),
      succeeded: true,
      ...rest,
    },
    { occurredAt: noon(on) },
  )
}

/** A vulnerability as it was reported at noon of a day: high and open unless told otherwise. */
export const vulnerability = (of: string, id: string, on = TODAY, more: object = {}): Fact =>
  fact(
    'vulnerability.reported',
    {
      asset: of,
      vulnerability: id,
      severity: 'high',
      state: 'open',
      detectedAt: new Date(noon(on)).toISOString(),
      ...more,
    },
    { occurredAt: noon(on) },
  )

export const observation = (address: string, on = TODAY, more: object = {}): Fact =>
  fact(
    'asset.observed',
    { address, observedAt: new Date(noon(on)).toISOString(), observer: 'outside', ...more },
    { occurredAt: noon(on) },
  )

/** Two assets, both scanned today, of which one had a high vulnerability that is fixed, and seen from outside. */
export const securedFacts = (): Fact[] => [
  asset('portal', { addresses: ['portal.example.jp', '192.0.2.10'] }),
  asset('batch', { kind: 'host', publicFacing: false }),
  scan('portal'),
  scan('batch'),
  vulnerability('portal', 'CVE-2019-10744:pkg:npm/lodash', '2026-11-10'),
  vulnerability('portal', 'CVE-2019-10744:pkg:npm/lodash', TODAY, { state: 'fixed' }),
  observation('portal.example.jp'),
]
