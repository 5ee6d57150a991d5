import { writeFile } from 'node:fs/promises'
import { envelope } from '../../schemas/attestation.ts'
import { request } from '../client.ts'
import { withKey } from '../key.ts'
import type { Terminal } from '../terminal.ts'

/** Writes a verdict as a signed statement to a file, for `kanmon verify`. @throws when there is none or no way to write */
export async function saveAttestation(
  verdict: string,
  file: string,
  url: string,
  terminal: Terminal,
): Promise<void> {
  const place = new URL(`/v1/verdicts/${verdict}/attestation`, url)
  const signed = await request(place.href, envelope, withKey(terminal))
  await writeFile(file, `${JSON.stringify(signed)}\n`)
}
