import { setImmediate } from 'node:timers/promises'
import { createRoute } from '@hono/zod-openapi'
import { backtestAnswer, type BacktestRequest, backtestRequest } from '../../schemas/backtest.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { visibleProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { policyRefused } from '../policies/admit.ts'
import { runBacktest } from '../policies/backtest.ts'
import { idOf } from '../policies/resolve.ts'
import { type Trial, trialOf, trialOfText } from '../policies/trial.ts'
import { renderBacktest } from '../render/backtest.ts'
import type { Translate } from '../render/translate.ts'
import { policyNow, versionNamed } from './policies.ts'

const route = createRoute({
  ...needs('policy:write', 'everywhere'),
  method: 'post',
  path: '/v1/policies/backtest',
  summary: 'What a policy would have said of past releases, and which defects escaped from them',
  description:
    'Replays a policy over every shipped project as it was known on its ship day, beside the policy in force then. Nothing is recorded.',
  request: { body: { required: true, content: { 'application/json': { schema: backtestRequest } } } },
  responses: {
    200: { description: 'The backtest', content: { 'application/json': { schema: backtestAnswer } } },
    ...errorResponses,
  },
})

/** @throws {KanmonError} POLICY_REFUSED for a text that is none, POLICY_NOT_FOUND for a version that is not known */
function trialFor(ports: ApiPorts, wanted: BacktestRequest['policy'], translate: Translate): Trial {
  const history = ports.policies.history()
  const now = policyNow(ports)
  if ('id' in wanted) return trialOf(versionNamed(history, wanted.id, wanted.version, now), history, now)
  const trial = trialOfText(wanted.text, history, now)
  if ('version' in trial) return trial
  throw policyRefused(trial, translate)
}

export function registerPolicyBacktest(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const request = c.req.valid('json')
    const language = c.get('language')
    const translate = ports.translators[language]
    const [visible] = await Promise.all([visibleProjects(c, ports), ports.policies.refresh()])
    const trial = trialFor(ports, request.policy, translate)
    const policy = trial.history.applying(idOf(trial.version), { date: trial.date, asOf: Infinity })
    if (policy === null) throw new Error('backtest: the policy on trial is not in its own history')
    const subjects = visible ?? [...(await ports.readWatermarks()).keys()]
    const projects = subjects.filter((subject) => !subject.includes(':')).sort()
    const backtest = await ports.longWork(() =>
      runBacktest(projects, trial, request, {
        assessor: ports.assessor,
        yieldNow: () => setImmediate(),
        now: ports.now,
      }),
    )
    return c.json(renderBacktest(backtest, { policy, request, now: ports.now() }, language, translate), 200)
  })
}
