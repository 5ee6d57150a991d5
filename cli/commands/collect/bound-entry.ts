import { Command } from 'commander'
import { join } from 'node:path'
import type { BoundCollector } from '../../../ingest/collectors/bound-collector.ts'
import type { CollectEntry } from '../../../schemas/collect-config.ts'
import { type ConfigFile, filesOfEntry } from '../../config-file.ts'
import { collectors } from './collecting.ts'
import type { Collecting } from './define-collector.ts'

/** Options that a collector takes besides those of every one, in camel case. */
function optionNames({ name, addOptions }: Collecting): readonly string[] {
  const command = new Command(name)
  addOptions(command)
  return command.options.map((option) => option.attributeName())
}

/**
 * The collector of an entry of `kanmon.yaml` with its options; the components of the file are those of every entry
 * that takes some and has none of its own.
 *
 * @throws when there is no such collector, or it takes no such option
 */
export function boundEntry(
  { collector, options }: CollectEntry,
  { file, config }: ConfigFile,
): BoundCollector {
  const definition = collectors.find(({ name }) => name === collector)
  if (definition === undefined) {
    const known = collectors.map(({ name }) => name).join(', ')
    throw new Error(`${file}: there is no collector ${collector}; there are ${known}`)
  }
  const names = optionNames(definition)
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new Error(`${file}: ${collector} has no option ${unknown}; it has ${names.join(', ')}`)
  }
  const { components } = config
  const shared = components !== undefined && names.includes('components') ? { components } : {}
  return definition.bind({ ...shared, ...options })
}

/** What an entry gives to its collector: the files that its paths mean, or commits as they stand there. */
export function argumentsOf({ paths }: CollectEntry, bound: BoundCollector, { root }: ConfigFile) {
  if (!bound.readsFiles) return { found: paths, missing: [] }
  const { files, missing } = filesOfEntry(root, paths)
  return { found: files.map((path) => (root === '.' ? path : join(root, path))), missing }
}
