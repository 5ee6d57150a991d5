import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const manifest = z.object({ version: z.string() })

/** The version of this kanmon, from the package's manifest: one folder up as source, two as built. */
export function kanmonVersion(): string {
  const [source, built] = ['../package.json', '../../package.json'].map(
    (path) => new URL(path, import.meta.url),
  )
  const file = source !== undefined && existsSync(source) ? source : built
  if (file === undefined) throw new Error('version: no package.json')
  return manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version
}
