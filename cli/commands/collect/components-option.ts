import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { componentPaths, readComponentPaths } from '../../../ingest/collectors/component-paths.ts'
import { componentPatterns } from '../../../schemas/collect-config.ts'

/**
 * The mapping behind `--components <file>`, or as `kanmon.yaml` holds it. @throws when the file cannot be read or is
 * no mapping
 */
export const componentsOption = z.union([
  z.string().transform((file) => readComponentPaths(readFileSync(file, 'utf8'), file)),
  componentPatterns.transform(componentPaths),
])

export const COMPONENTS_HELP = 'YAML file of path patterns and the component of each'
