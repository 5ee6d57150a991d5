import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '../../api/assessor/digest.ts'
import { recordId } from '../../api/assessor/record-id.ts'
import { translator } from '../../api/render/translate.ts'
import { createAttestor } from '../../api/signing/attestor.ts'
import { createSigner } from '../../api/signing/signing-keys.ts'
import { verifyFile, type VerifyOptions } from '../../cli/commands/verify.ts'
import type { AttestedRelease, Envelope } from '../../schemas/attestation.ts'
import type { VerdictRow } from '../../store/verdicts/rows.ts'
import { noon, TODAY } from './project-facts.ts'
import { makeDirectory } from './store.ts'

export const HOUR = 3_600_000
const directory = makeDirectory()
let serial = 0
export function fileOf(text: string): string {
  serial += 1
  const file = join(directory, `file-${serial}`)
  writeFileSync(file, text)
  return file
}

export const pair = () => generateKeyPairSync('ed25519')
export const pemFile = (key: KeyObject) => fileOf(String(key.export({ type: 'spki', format: 'pem' })))
export const own = pair()
export const ownFile = pemFile(own.publicKey)
export const signer = createSigner(own.privateKey)

/** A kept verdict. Its members are in another order than the schema's, as those of an older version would be. */
export function rowOf(changes: Partial<VerdictRow> & { content?: string } = {}): VerdictRow {
  const recommendation = changes.recommendation ?? 'SHIP'
  const content =
    changes.content ??
    JSON.stringify({
      gate: 'release',
      project: 'p',
      statusDate: TODAY,
      recommendation,
      score: 97.5,
      reasons:
        recommendation === 'SHIP' ? [] : [{ condition: 'tests', code: 'CONDITION_FAILED', kind: 'QUALITY' }],
      somethingNewer: { 判定: [1, 2, 0.1] },
      policy: { id: 'standard', version: 1, digest: 'd'.repeat(64) },
    })
  const row = {
    project: 'p',
    gate: 'release',
    at: noon(TODAY),
    asOf: noon(TODAY) - 5,
    computedAt: noon(TODAY) + 3,
    recommendation,
    score: 97.5,
    live: true,
    supersedes: null,
    policyId: 'standard',
    policyVersion: 1,
    policyDigest: 'd'.repeat(64),
    program: '',
    ...changes,
    content,
  }
  return { ...row, id: recordId({ ...row, digest: digestOf(content) }) }
}

export const release: AttestedRelease = {
  id: 'r1',
  version: '2.4.0',
  commit: 'c0ffee'.padEnd(40, '0'),
  plannedShipDate: '2026-11-27',
}

export async function attest(row: VerdictRow, declared: AttestedRelease | null = release): Promise<Envelope> {
  const attestor = createAttestor({
    keys: { signer, published: [] },
    findVerdict: () => Promise.resolve(row),
    releaseAt: () => Promise.resolve(declared),
  })
  const found = await attestor.find(row.id)
  return found!.sign()
}

export const payloadOf = (envelope: Envelope) =>
  JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as Record<string, never>

/** An envelope around any payload, properly signed with our key. */
export function signed(payload: string, payloadType = 'application/vnd.in-toto+json'): Envelope {
  const sig = signer.sign(payloadType, Buffer.from(payload)).toString('base64')
  return {
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: [{ keyid: signer.keyId, sig }],
  }
}

export interface Run {
  readonly out: string
  readonly notes: string
  readonly exitCode: number
}

export const DEFAULTS = { expect: 'SHIP', gate: 'release', maxAge: 7 * 24 * HOUR }
export async function check(
  text: string | Envelope,
  options: Partial<VerifyOptions> = {},
  language: 'en' | 'ja' = 'en',
  now = noon(TODAY) + HOUR,
): Promise<Run> {
  const out: string[] = []
  const notes: string[] = []
  let exitCode = 0
  const terminal = {
    out: (line: string) => out.push(line),
    bytes: () => Promise.resolve(),
    note: (line: string) => notes.push(line),
    isInteractive: false,
    width: 120,
    environment: {},
    translate: translator(language),
    language,
    stopped: () => Promise.resolve(),
    setExitCode: (code: number) => {
      exitCode = code
    },
  }
  const file = fileOf(typeof text === 'string' ? text : JSON.stringify(text))
  await verifyFile(file, { ...DEFAULTS, keys: ownFile, ...options }, terminal, () => now)
  return { out: out.join('\n'), notes: notes.join('\n'), exitCode }
}
export const codeOf = async (text: string | Envelope, options: Partial<VerifyOptions> = {}) => {
  const { out, exitCode } = await check(text, { ...options, json: true })
  return { code: (JSON.parse(out) as { code?: string }).code, exitCode }
}
