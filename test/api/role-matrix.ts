import type { AccessRole } from '../../schemas/access.ts'
import type { GuardedAnswer } from '../helpers/access.ts'
import { asEvent } from '../helpers/api.ts'
import { fact } from '../helpers/project-facts.ts'

/** Things of a project that routes ask for by their id, on a project of one's own and on a foreign one. */
export interface Things {
  readonly project: string
  readonly verdict: string
  readonly entry: string
  readonly hold: (office: string) => string
  readonly waiver: string
  readonly key: () => Promise<string>
}

/** Who is let in, as decided and not as programmed. */
export interface Expectation {
  readonly path: (things: Things) => string | Promise<string>
  readonly body?: (things: Things) => unknown
  /** Roles granted on one project only, asking about that. */
  readonly own: readonly AccessRole[]
  /** The same roles asking about another project. */
  readonly foreign: readonly AccessRole[]
  /** Roles granted on all projects. */
  readonly everywhere: readonly AccessRole[]
  readonly isOpen?: true
  /** When an answer lets its caller in; what is hidden is answered as if it were not there. */
  readonly isLetIn?: (answer: GuardedAnswer) => boolean
}

const READERS: readonly AccessRole[] = ['viewer', 'qa', 'cqo', 'ciso', 'approver']
const NOBODY: readonly AccessRole[] = []

export const letIn = ({ status }: GuardedAnswer) => status !== 401 && status !== 403 && status !== 404
/** Where nothing is there in these tests: being told so is being let in. */
const notRefused = ({ status }: GuardedAnswer) => status !== 401 && status !== 403

const open = (path: string): Expectation => ({
  path: () => path,
  own: [],
  foreign: [],
  everywhere: [],
  isOpen: true,
})
const ofProject = (path: string): Expectation => ({
  path: ({ project }) => `/v1/projects/${project}${path}`,
  own: READERS,
  foreign: NOBODY,
  everywhere: [...READERS, 'admin'],
})
/** Lists and totals: everybody sees his own part of them. */
const filtered = (path: string): Expectation => ({
  path: () => path,
  own: READERS,
  foreign: READERS,
  everywhere: [...READERS, 'admin'],
})
const overall = (path: string, everywhere: readonly AccessRole[], body?: unknown): Expectation => ({
  path: () => path,
  ...(body !== undefined && { body: () => body }),
  own: NOBODY,
  foreign: NOBODY,
  everywhere,
})
const order = (office: 'CQO' | 'CISO' | 'QA', role: AccessRole): Expectation[] => [
  {
    path: () => '/v1/holds',
    body: ({ project }) => ({ office, scope: { project }, reason: 'by the matrix' }),
    own: [role],
    foreign: NOBODY,
    everywhere: [role],
  },
  {
    path: () => '/v1/holds',
    body: () => ({ office, scope: { division: 'Div' }, reason: 'by the matrix' }),
    own: NOBODY,
    foreign: NOBODY,
    everywhere: [role],
  },
  {
    path: () => '/v1/holds',
    body: () => ({ office, scope: 'all', reason: 'by the matrix' }),
    own: NOBODY,
    foreign: NOBODY,
    everywhere: [role],
  },
]
const lift = (office: 'CQO' | 'CISO' | 'QA', role: AccessRole): Expectation => ({
  path: ({ hold }) => `/v1/holds/${hold(office)}/lift`,
  body: () => ({ office, reason: 'by the matrix' }),
  own: [role],
  foreign: NOBODY,
  everywhere: [role],
})
const isStored = ({ status, body }: GuardedAnswer) =>
  status === 200 && (body as { quarantined: unknown[] }).quarantined.length === 0
const event = (
  role: AccessRole,
  kind: 'size.measured' | 'evidence.recorded',
  data: unknown,
): Expectation => ({
  path: () => '/v1/events',
  body: ({ project }) => [asEvent(fact(kind, data, { project }))],
  own: [role],
  foreign: NOBODY,
  everywhere: [role],
  isLetIn: isStored,
})
const readOf = (path: (things: Things) => string): Expectation => ({
  path,
  own: READERS,
  foreign: NOBODY,
  everywhere: [...READERS, 'admin'],
})
const quarantineOf = (expectation: Expectation): Expectation => ({
  ...expectation,
  own: ['collector', ...expectation.own],
  foreign: expectation.foreign.length === 0 ? NOBODY : ['collector', ...expectation.foreign],
  everywhere: ['collector', ...expectation.everywhere],
})
/** A waiver that may be asked for on the projects of these tests. */
export const waiverOf = (project: string) => ({
  project,
  release: 'r1',
  condition: 'schedule-performance',
  reason: 'by the matrix',
  evidence: 'https://example.org/risk',
  expiresAt: '2026-12-01T00:00:00Z',
})
const ADMIN: readonly AccessRole[] = ['admin']

/** Every route there is. A route that is not in this table fails the test, and so does a row without a route. */
export const matrix: Readonly<Record<string, Expectation | readonly Expectation[]>> = {
  'GET /healthz': open('/healthz'),
  'GET /readyz': open('/readyz'),
  'GET /openapi.json': open('/openapi.json'),
  'GET /docs': open('/docs'),
  'GET /docs/start.js': open('/docs/start.js'),
  'GET /docs/:asset': open('/docs/swagger-ui.css'),
  'GET /v1/schemas': open('/v1/schemas'),
  'GET /v1/schemas/:kind': open('/v1/schemas/cost.booked'),
  'GET /v1/signing-keys': open('/v1/signing-keys'),
  'GET /metrics': overall('/metrics', ['viewer', 'qa', 'admin']),

  'GET /v1/caller': {
    path: () => '/v1/caller',
    own: ['collector', ...READERS],
    foreign: ['collector', ...READERS],
    everywhere: ['collector', ...READERS, 'admin'],
  },
  'GET /v1/projects': filtered('/v1/projects'),
  'GET /v1/portfolio': filtered('/v1/portfolio'),
  'GET /v1/portfolio/evm': filtered('/v1/portfolio/evm'),
  'GET /v1/exports/weekly': [
    filtered('/v1/exports/weekly?from=2026-11-20'),
    readOf(({ project }) => `/v1/exports/weekly?from=2026-11-20&project=${project}`),
  ],
  'GET /v1/reports/committee': filtered('/v1/reports/committee?month=2026-11'),
  'GET /v1/baselines': filtered('/v1/baselines'),
  'GET /v1/policies': filtered('/v1/policies'),
  'GET /v1/policies/:id': filtered('/v1/policies/standard'),
  'GET /v1/policies/:id/diff': filtered('/v1/policies/standard/diff?from=1&to=1'),

  'GET /v1/projects/:project': ofProject(''),
  'GET /v1/projects/:project/readiness': ofProject('/readiness'),
  'GET /v1/projects/:project/evm': ofProject('/evm'),
  'GET /v1/projects/:project/evm/series': ofProject('/evm/series'),
  'GET /v1/projects/:project/reliability': ofProject('/reliability?axis=days'),
  'GET /v1/projects/:project/indicators': ofProject('/indicators'),
  'GET /v1/projects/:project/zones': ofProject('/zones'),
  'GET /v1/projects/:project/charts/:chart': ofProject('/charts/pb'),
  'GET /v1/projects/:project/warnings': ofProject('/warnings'),
  'GET /v1/projects/:project/facts': ofProject('/facts'),
  'GET /v1/projects/:project/evidence': ofProject('/evidence'),
  'GET /v1/projects/:project/verdicts': ofProject('/verdicts'),
  'GET /v1/projects/:project/verdicts/diff': readOf(
    ({ project, verdict }) => `/v1/projects/${project}/verdicts/diff?from=${verdict}&to=${verdict}`,
  ),
  'GET /v1/verdicts/:verdict': readOf(({ verdict }) => `/v1/verdicts/${verdict}`),
  'GET /v1/verdicts/:verdict/attestation': {
    ...readOf(({ verdict }) => `/v1/verdicts/${verdict}/attestation`),
    // There is no key to sign with in these tests; that is told to those only who may know of the verdict.
    isLetIn: ({ body }) => (body as { code: string }).code === 'SIGNING_NOT_CONFIGURED',
  },

  'POST /v1/events': [
    event('collector', 'size.measured', {
      component: 'core',
      asOf: '2026-11-20',
      ksloc: { total: 10 },
      counter: { name: 'cloc' },
    }),
    event('qa', 'evidence.recorded', {
      gate: 'release',
      item: 'x',
      result: 'passed',
      verifier: { name: 'V', organization: 'Other' },
      statement: 'seen',
      verifiedAt: '2026-11-20T09:00:00+09:00',
    }),
  ],
  'GET /v1/quarantine': [
    quarantineOf(filtered('/v1/quarantine')),
    quarantineOf(readOf(({ project }) => `/v1/quarantine?project=${project}`)),
  ],
  'GET /v1/quarantine/:entry': quarantineOf(readOf(({ entry }) => `/v1/quarantine/${entry}`)),
  'POST /v1/quarantine/replay': {
    path: () => '/v1/quarantine/replay',
    body: ({ project }) => ({ project, dryRun: true }),
    own: ['collector', 'qa'],
    foreign: NOBODY,
    everywhere: ['collector', 'qa'],
  },

  'POST /v1/holds': [...order('CQO', 'cqo'), ...order('CISO', 'ciso'), ...order('QA', 'qa')],
  'POST /v1/holds/:hold/lift': [lift('CQO', 'cqo'), lift('CISO', 'ciso'), lift('QA', 'qa')],
  'GET /v1/holds': filtered('/v1/holds'),
  'GET /v1/holds/:hold': readOf(({ hold }) => `/v1/holds/${hold('QA')}`),

  'POST /v1/evidence': {
    path: () => '/v1/evidence',
    body: ({ project }) => ({
      project,
      gate: 'release',
      item: 'x',
      result: 'passed',
      verifier: { name: 'V', organization: 'Other' },
      statement: 'seen',
    }),
    own: ['qa'],
    foreign: NOBODY,
    everywhere: ['qa'],
  },
  'GET /v1/waivers': filtered('/v1/waivers'),
  'POST /v1/waivers': {
    path: () => '/v1/waivers',
    body: ({ project }) => waiverOf(project),
    own: ['collector', 'approver'],
    foreign: NOBODY,
    everywhere: ['collector', 'approver'],
  },
  'POST /v1/waivers/:waiver/approve': {
    path: ({ waiver }) => `/v1/waivers/${waiver}/approve`,
    body: () => ({}),
    own: ['approver'],
    foreign: NOBODY,
    everywhere: ['approver'],
  },
  'POST /v1/waivers/:waiver/revoke': {
    path: ({ waiver }) => `/v1/waivers/${waiver}/revoke`,
    body: () => ({ reason: 'by the matrix' }),
    own: ['approver'],
    foreign: NOBODY,
    everywhere: ['approver'],
  },

  'POST /v1/policies': overall('/v1/policies', ['qa'], 'not a policy'),
  'POST /v1/policies/backtest': overall('/v1/policies/backtest', ['qa'], { policy: { id: 'standard' } }),
  'GET /v1/policies/:id/shadow': { ...filtered('/v1/policies/standard/shadow'), isLetIn: notRefused },

  'GET /v1/notifications': filtered('/v1/notifications'),
  'GET /v1/notifications/:notification': {
    ...filtered(`/v1/notifications/${'0'.repeat(64)}`),
    isLetIn: notRefused,
  },
  'POST /v1/notifications/:notification/redeliver': {
    ...overall(`/v1/notifications/${'0'.repeat(64)}/redeliver`, ADMIN, {}),
    isLetIn: notRefused,
  },

  'GET /v1/audit': overall('/v1/audit', ['qa', 'admin']),
  'GET /v1/keys': overall('/v1/keys', ADMIN),
  'POST /v1/keys': overall('/v1/keys', ADMIN, {
    name: 'made by the matrix',
    grants: [{ role: 'viewer', projects: 'all' }],
  }),
  'GET /v1/keys/:key': { ...overall('', ADMIN), path: async ({ key }) => `/v1/keys/${await key()}` },
  'POST /v1/keys/:key/rotate': {
    ...overall('', ADMIN, {}),
    path: async ({ key }) => `/v1/keys/${await key()}/rotate`,
  },
  'DELETE /v1/keys/:key': { ...overall('', ADMIN), path: async ({ key }) => `/v1/keys/${await key()}` },
}
