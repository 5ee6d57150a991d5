import { z } from 'zod'
import { readGitlabIssue } from '../issues/gitlab.ts'
import { byChange } from './by-change.ts'
import { allPages, answerAs, type PullSource } from './pull-source.ts'
import { type PullPorts, trackerClient } from './tracker-client.ts'

const PER_PAGE = 100
const listed = z.looseObject({ iid: z.int() })

/**
 * Issues of a GitLab project with the events of their labels and states.
 *
 * @param project its path (`group/project`) or its number
 * @see GitLab REST API v4, Issues; Resource label events; Resource state events
 */
export function gitlabSource(project: string, url: string, token: string, ports: PullPorts): PullSource {
  const client = trackerClient(url, { 'user-agent': 'kanmon', 'private-token': token }, ports)
  const issues = `api/v4/projects/${encodeURIComponent(project)}/issues`
  return byChange({
    client,
    perPage: PER_PAGE,
    pathOf: (since, page) =>
      `${issues}?scope=all&order_by=updated_at&sort=asc&per_page=${PER_PAGE}&page=${page}` +
      (since === null ? '' : `&updated_after=${encodeURIComponent(since)}`),
    keyOf: (raw) => String(answerAs(raw, listed).iid),
    async withHistory(raw) {
      const { iid } = answerAs(raw, listed)
      const events = (name: string) => allPages(client, `${issues}/${iid}/${name}?per_page=${PER_PAGE}`)
      const whole = {
        ...(raw as object),
        resource_label_events: await events('resource_label_events'),
        resource_state_events: await events('resource_state_events'),
      }
      return { issue: readGitlabIssue(whole, `${project}#${iid}`), raw: whole }
    },
  })
}
