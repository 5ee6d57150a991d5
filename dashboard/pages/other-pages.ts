import type { Frame } from '../frame.ts'
import type { DashboardPorts } from '../ports.ts'
import { baselinesPage } from './baselines/page.tsx'
import { registerExports } from './exports/routes.tsx'
import { policiesPage } from './policies/list.tsx'
import { policyPage } from './policies/policy.tsx'
import { registerQuarantine } from './quarantine/routes.ts'

/** The pages beside the portfolio and its projects. */
export function registerOtherPages(frame: Frame, ports: DashboardPorts): void {
  registerQuarantine(frame, ports)
  registerExports(frame, ports)
  frame.page('/policies', policiesPage)
  frame.page('/policies/:id', policyPage)
  frame.page('/baselines', baselinesPage)
  frame.page('/committee', async (...asked) => (await import('./committee/page.tsx')).committeePage(...asked))
}
