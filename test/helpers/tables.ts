import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { CollectContext } from '../../ingest/collectors/collector.ts'
import { openReport, type Report } from '../../ingest/collectors/report.ts'
import { readSettings } from '../../ingest/collectors/settings-file.ts'
import { tableMapping } from '../../ingest/collectors/table/mapping.ts'

export const context: CollectContext = { project: 'p', timeZone: 'Asia/Tokyo', phase: 'it' }

/** A report that a real tool wrote; the README.md beside it says which. */
export const fixture = (path: string): Promise<Report> =>
  openReport(fileURLToPath(new URL(`../fixtures/reports/${path}`, import.meta.url)))

/** A file with this content, removed after the test. */
export function fileWith(content: string | Buffer, name = 'report'): string {
  const directory = mkdtempSync(join(tmpdir(), 'kanmon-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, name)
  writeFileSync(file, content)
  return file
}

export const reportWith = (content: string | Buffer): Promise<Report> => openReport(fileWith(content))

export const mappingOf = (yaml: string) => readSettings(yaml, 'mapping.yaml', tableMapping)
