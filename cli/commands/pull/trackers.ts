import type { Tracker } from '../../../ingest/collectors/issues/mapping.ts'
import { PullFailed } from '../../../ingest/collectors/pull/failure.ts'
import { githubSource } from '../../../ingest/collectors/pull/github.ts'
import { gitlabSource } from '../../../ingest/collectors/pull/gitlab.ts'
import { jiraSource } from '../../../ingest/collectors/pull/jira.ts'
import type { PullSource } from '../../../ingest/collectors/pull/pull-source.ts'
import type { PullPorts } from '../../../ingest/collectors/pull/tracker-client.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** A tracker that can be pulled from. */
export interface PullableTracker {
  readonly tracker: Tracker
  /** What its argument is. */
  readonly argument: string
  readonly description: string
  /** Where its API is; null = it has no usual place. */
  readonly server: string | null
  readonly tokenVariable: string
  readonly source: (
    of: string,
    server: string,
    token: string,
    variables: Variables,
    ports: PullPorts,
  ) => PullSource
}

export const pullableTrackers: readonly PullableTracker[] = [
  {
    tracker: 'github',
    argument: 'owner/repository',
    description: 'issues of a GitHub repository with their timelines',
    server: 'https://api.github.com',
    tokenVariable: 'GITHUB_TOKEN',
    source: (of, server, token, _, ports) => githubSource(of, server, token, ports),
  },
  {
    tracker: 'gitlab',
    argument: 'group/project',
    description: 'issues of a GitLab project with the events of their labels and states',
    server: 'https://gitlab.com',
    tokenVariable: 'GITLAB_TOKEN',
    source: (of, server, token, _, ports) => gitlabSource(of, server, token, ports),
  },
  {
    tracker: 'jira',
    argument: 'project',
    description: 'issues of a Jira project with their change logs (JIRA_USER: mail address, for Jira Cloud)',
    server: null,
    tokenVariable: 'JIRA_TOKEN',
    source: (of, server, token, { JIRA_USER: user }, ports) =>
      jiraSource(of, server, { token, ...(user === undefined || user === '' ? {} : { user }) }, ports),
  },
]

/** A token of the environment. @throws {PullFailed} NO_TOKEN */
export function tokenOf(variables: Variables, name: string): string {
  const token = variables[name]?.trim() ?? ''
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new PullFailed('NO_TOKEN', `the variable ${name} holds no token`)
}
