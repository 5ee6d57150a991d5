/** An event that is refused, with text that must not run, hide or turn around. */
export const refusedEvent = {
  specversion: '1.0',
  type: 'dev.kanmon.cost.booked.v1',
  source: 'urn:test',
  id: 'refused-1',
  subject: 'printer-ds1',
  time: '2026-01-05T10:00:00Z',
  data: { booking: '<script>alert(1)</script>', workPackage: 'w\u202e1', date: '2026-01-05', amount: 'many' },
}

/** Refuses an event, and says under which address the page of it is. */
export async function quarantinedPath(url: string): Promise<string> {
  await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([refusedEvent]),
  })
  const { entries } = (await (await fetch(`${url}/v1/quarantine`)).json()) as { entries: { entry: string }[] }
  const [first] = entries
  if (first === undefined) throw new Error('quarantinedPath: nothing was refused')
  return `/quarantine/${encodeURIComponent(first.entry)}`
}

/** Every page there is, on the demonstration's portfolio; pages of one kind where they differ much. */
export const pages = [
  '/',
  '/?recommendation=HOLD&sort=score',
  '/projects/printer-ds1',
  '/projects/tomcat-webapps',
  '/projects/musa-sys6',
  '/projects/nobody',
  '/orders',
  '/orders?project=musa-ss2',
  '/quarantine',
  '/policies',
  '/policies/standard',
  '/policies/resident-service',
  '/baselines',
  '/committee',
  '/committee?month=2020-01',
  '/committee?month=x',
  '/exports',
  '/exports/weekly?from=x',
  '/sign-in',
  '/nowhere',
] as const
