// npm run bench:readiness [projects] [facts]: p50 and p99 of GET readiness on many projects, once warm, against an
// empty route of the same server in the same run.
import { mixedEvents, seeded } from './support/events.ts'
import { report } from './support/figures.ts'
import {
  declareProjects,
  emptyRoute,
  latencies,
  reportLatencies,
  withServers,
} from './support/many-projects.ts'
import { sendLines } from './support/server.ts'

const projects = Number(process.argv[2] ?? 1000)
const factsEach = Number(process.argv[3] ?? 200)
const REQUESTS = 3000

await withServers(async (start) => {
  const server = await start()
  const now = Date.now()
  const names = await declareProjects(server.url, projects, now)
  const mixed = mixedEvents(projects * (factsEach - 3), projects, now)
  await sendLines(server.url, mixed, { batch: 5000, parallel: 2 })

  const addressOf = (name: string) => `${server.url}/v1/projects/${name}/readiness`
  const cold = await latencies(names.map(addressOf))
  const random = seeded(7)
  const asked = Array.from({ length: REQUESTS }, () =>
    addressOf(names[Math.floor(random() * projects)] ?? 'bench-0'),
  )
  const empty = await emptyRoute(server.url, REQUESTS)
  const warm = await latencies(asked)
  report(`${projects} projects with ${factsEach} facts each, ${REQUESTS} requests, one at a time`)
  reportLatencies('readiness, first time', cold)
  reportLatencies('readiness, warm', warm, empty)
  reportLatencies('an empty route', empty)
  report(`peak memory                 ${server.peakMemory().toFixed(0)} MiB`)
})
