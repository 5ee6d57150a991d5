import { replayAnswer } from '../../../schemas/answers.ts'
import { act } from '../../ask.ts'
import type { Frame } from '../../frame.ts'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import { entryPage } from './entry.tsx'
import { quarantinePage } from './page.tsx'

export function registerQuarantine({ page, form }: Frame, ports: DashboardPorts): void {
  page('/quarantine', quarantinePage)
  page('/quarantine/:entry', entryPage)
  form('/quarantine/:entry', async (visit, fields, c) => {
    const entry = c.req.param('entry') ?? ''
    const request = { entries: [entry], dryRun: fields['do'] !== 'replay' }
    const answer = await act(ports, visit, '/v1/quarantine/replay', replayAnswer, request)
    if (!answer.ok) return problemPage(visit, c, visit.t('quarantinePage.replay'), answer.problem)
    return entryPage(visit, ports, c, answer.data)
  })
}
