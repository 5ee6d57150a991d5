import { stringify } from 'yaml'
import type { Answer, TestApi } from './api.ts'

const text = (en: string) => ({ en, ja: en })

/** A condition on open critical defects, which every number of them satisfies in the given limits. */
export function aCondition(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    indicator: 'defects.open-critical',
    upper: 0,
    unit: 'count',
    kind: 'required',
    title: text(id),
    rationale: text('because'),
    remedy: text('fix it'),
    ...more,
  }
}

/** The YAML text of a policy with one required condition at the release. */
export function aPolicy(more: Record<string, unknown> = {}, conditions = [aCondition('critical')]): string {
  return stringify({
    schema: 'kanmon.policy/1',
    id: 'payment',
    version: 1,
    effectiveFrom: '2026-01-01',
    owner: 'QA',
    title: text('Payment'),
    gates: { release: { conditions } },
    ...more,
  })
}

/** Uploads a policy as QA. */
export function upload(api: TestApi, policy: string, query = 'uploadedBy=Q.%20Aoki'): Promise<Answer> {
  return api.post(`/v1/policies?${query}`, policy, { 'content-type': 'application/yaml' })
}
