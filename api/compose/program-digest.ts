import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

/** What has a part in what a verdict says: folders and modules of `api/` and beside it. */
const JUDGING = ['../analytics', '../schemas', 'assessor', 'policies']

/** `.js` where the program is compiled, which then lies one folder deeper below its package. */
const isCompiled = import.meta.url.endsWith('.js')
const API = new URL('../', import.meta.url)
const PACKAGE = new URL(isCompiled ? '../../package.json' : '../package.json', API)

const isCode = (name: string) => name.endsWith(isCompiled ? '.js' : '.ts')

/**
 * Digest of the program as far as it judges: its code, the exact versions of the packages it stands on, and the time zones
 * and texts of the runtime. Two programs of one digest give the same verdict on the same facts, which a version number
 * does not promise. Some tens of milliseconds of reading, once for a process.
 */
export function programDigest(): string {
  const { version, versions } = process
  const runtime = JSON.stringify([version, versions['icu'], versions['tz']])
  const hash = createHash('sha256').update(runtime).update(readFileSync(PACKAGE))
  for (const folder of JUDGING) {
    const place = new URL(`${folder}/`, API)
    const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(isCode).sort()
    for (const file of files) {
      const code = readFileSync(new URL(file.replaceAll('\\', '/'), place))
      hash.update(`\n${folder}/${file} ${code.length}\n`).update(code)
    }
  }
  return hash.digest('hex')
}
