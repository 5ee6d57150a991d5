import { setImmediate } from 'node:timers/promises'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { portfolioShadow, type PortfolioShadow } from '../../schemas/answers-policy.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { visibleProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { gateQuery, languageQuery } from '../parameters.ts'
import { referenceOf, resolvedVersion } from '../policies/lookup.ts'
import { trialOf } from '../policies/trial.ts'
import { renderShadowLine } from '../render/shadow.ts'
import { policyNow, policyParameter, versionNamed, versionNumber } from './policies.ts'

const route = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/policies/{id}/shadow',
  summary: 'Which verdicts would change by a version that is not in force yet, and why',
  description: 'Without `version` the next one that is planned. It never has a part in any verdict.',
  request: {
    params: policyParameter,
    query: z.object({ ...gateQuery, ...languageQuery, version: versionNumber.optional() }),
  },
  responses: {
    200: { description: 'The changes', content: { 'application/json': { schema: portfolioShadow } } },
    ...errorResponses,
  },
})

const flips = (line: PortfolioShadow['projects'][number]) => line.from !== line.to

export function registerPolicyShadow(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param')
    const { version: wanted, gate } = c.req.valid('query')
    const [visible] = await Promise.all([visibleProjects(c, ports), ports.policies.refresh()])
    const history = ports.policies.history()
    const now = policyNow(ports)
    versionNamed(history, id, wanted, now)
    const planned = history.versionsOf(id, now.asOf).find(({ effectiveFrom }) => effectiveFrom > now.date)
    const version = wanted === undefined ? planned : versionNamed(history, id, wanted, now)
    if (version === undefined) throw new KanmonError('POLICY_NOT_FOUND', `no version of ${id} is planned`)
    const trial = trialOf(version, history, now)
    const moment = { ...now, date: trial.date }
    const language = c.get('language')
    const lines = await ports.longWork(async () => {
      const found: (PortfolioShadow['projects'][number] | null)[] = []
      for (const assessed of await ports.assessor.current(visible, gate)) {
        const profile = assessed.declared?.profile
        if (profile === undefined || !trial.history.buildsOn(profile, id, moment)) continue
        const policy = trial.history.applying(profile, moment)
        if (policy === null) continue
        await setImmediate()
        const shadow = await ports.shadows.by(assessed, { policy, effectiveFrom: trial.date })
        const isSame = shadow.changes.every(({ code }) => code === 'POLICY')
        found.push(isSame ? null : renderShadowLine(assessed, shadow, language, ports.translators[language]))
      }
      return found
    })
    const changed = lines.filter((line) => line !== null)
    const count = (to: 'SHIP' | 'HOLD') => changed.filter((line) => flips(line) && line.to === to).length
    const [toHold, toShip] = [count('HOLD'), count('SHIP')]
    return c.json(
      {
        policy: referenceOf(resolvedVersion(history, version, now)),
        effectiveFrom: version.effectiveFrom,
        gate,
        evaluatedAt: new Date(ports.now()).toISOString(),
        counts: { projects: lines.length, toHold, toShip, unchanged: lines.length - toHold - toShip },
        projects: [...changed.filter(flips), ...changed.filter((line) => !flips(line))],
      },
      200,
    )
  })
}
