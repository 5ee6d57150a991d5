import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readComponentPaths } from '../../../ingest/collectors/component-paths.ts'

/** The mapping behind `--components <file>`. @throws when the file cannot be read or is no mapping */
export const componentPathsFile = z
  .string()
  .transform((file) => readComponentPaths(readFileSync(file, 'utf8'), file))

export const COMPONENTS_HELP = 'YAML file of path patterns and the component of each'
