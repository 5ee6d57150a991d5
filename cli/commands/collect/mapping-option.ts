import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readSettings } from '../../../ingest/collectors/settings-file.ts'

/** The settings behind an option that names a file. @throws {SettingsMistake} with each mistake and its line */
export function settingsFile<S extends z.ZodType>(schema: S): z.ZodType<z.output<S>, string> {
  return z
    .string({ error: 'must name a file' })
    .transform((file) => readSettings(readFileSync(file, 'utf8'), file, schema))
}
