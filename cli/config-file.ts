import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readSettings } from '../ingest/collectors/settings-file.ts'
import { type CollectConfig, collectConfig } from '../schemas/collect-config.ts'
import { filesOf } from './glob.ts'

export interface ConfigFile {
  readonly file: string
  readonly text: string
  /** Folder that its paths start from. */
  readonly root: string
  readonly config: CollectConfig
}

/** Reads a `kanmon.yaml`. @throws when there is none, {SettingsMistake} with each mistake and its line */
export function readConfigFile(file: string): ConfigFile {
  const text = readFileSync(file, 'utf8')
  return { file, text, root: dirname(file), config: readSettings(text, file, collectConfig) }
}

/** Which files an entry means; paths that fit none are told apart. */
export function filesOfEntry(root: string, paths: readonly string[]) {
  const found = paths.map((path) => ({ path, files: filesOf(root, path) }))
  return {
    files: [...new Set(found.flatMap(({ files }) => files))],
    missing: found.filter(({ files }) => files.length === 0).map(({ path }) => path),
  }
}
