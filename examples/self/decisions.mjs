// The decision records of this repository as rows of CSV, each with the day on which it was last changed:
//   node examples/self/decisions.mjs [FOLDER] > decisions.csv
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'

const folder = process.argv[2] ?? 'docs/decisions'
const rows = readdirSync(folder)
  .filter((name) => /^\d{4}-.*\.md$/.test(name))
  .sort()
  .flatMap((name) => {
    const path = join(folder, name)
    const at = execFileSync('git', ['log', '-1', '--format=%cI', '--', path], { encoding: 'utf8' }).trim()
    // One that was never committed is no record yet.
    if (at === '') return []
    const text = readFileSync(path, 'utf8')
    const item = `decision-${name.slice(0, 4)}`
    const title = text.split('\n', 1)[0]?.replace(/^#\s*\d*\s*/, '') ?? ''
    return [{ item, title, path, sha256: createHash('sha256').update(text).digest('hex'), at }]
  })
process.stdout.write(stringify(rows, { header: true, columns: ['item', 'title', 'path', 'sha256', 'at'] }))
