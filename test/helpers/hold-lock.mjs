// Holds the engine's lock on the directory given until it is killed; prints "locked" once it has it.
import { writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { createChdbConnection } from 'chdb/connection'

const [directory] = process.argv.slice(2)
createChdbConnection({ path: `${directory}/clickhouse` })
const note = { pid: process.pid, startedAt: '2026-04-01T03:00:00.000Z', host: hostname() }
writeFileSync(`${directory}/kanmon.lock.json`, JSON.stringify(note))
console.log('locked')
setInterval(() => {}, 1000)
