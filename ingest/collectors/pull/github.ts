import { z } from 'zod'
import { readGithubIssue } from '../issues/github.ts'
import { byChange } from './by-change.ts'
import { allPages, answerAs, type PullSource } from './pull-source.ts'
import { type PullPorts, trackerClient } from './tracker-client.ts'

const PER_PAGE = 100
const listed = z.looseObject({ number: z.int(), pull_request: z.unknown().optional() })

/**
 * Issues of a GitHub repository with their timelines.
 *
 * @param repository `owner/name`
 * @see GitHub REST API 2022-11-28, List repository issues; List timeline events for an issue
 */
export function githubSource(repository: string, url: string, token: string, ports: PullPorts): PullSource {
  const headers = {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': 'kanmon',
    authorization: `Bearer ${token}`,
  }
  const client = trackerClient(url, headers, ports)
  const issues = `repos/${repository.split('/').map(encodeURIComponent).join('/')}/issues`
  return byChange({
    client,
    perPage: PER_PAGE,
    pathOf: (since, page) =>
      `${issues}?state=all&sort=updated&direction=asc&per_page=${PER_PAGE}&page=${page}` +
      (since === null ? '' : `&since=${encodeURIComponent(since)}`),
    keyOf: (raw) => String(answerAs(raw, listed).number),
    async withHistory(raw) {
      const { number, pull_request: pull } = answerAs(raw, listed)
      if (pull != null) return null
      const timeline = await allPages(client, `${issues}/${number}/timeline?per_page=${PER_PAGE}`)
      const whole = { ...(raw as object), timeline }
      const issue = readGithubIssue(whole, `${repository}#${number}`)
      return issue === null ? null : { issue, raw: whole }
    },
  })
}
