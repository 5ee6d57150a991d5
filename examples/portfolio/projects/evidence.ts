import type { EvidenceSpec } from '../spec.ts'
import { CIVIC_DIVISION } from './common.ts'

const outside = {
  name: '第三 検子 / Kenko Daisan',
  organization: '一般財団法人 第三者検証センター / Independent Verification Centre',
}

const uniqueness: EvidenceSpec = {
  item: 'transaction-uniqueness',
  verifier: outside,
  statement:
    '同時 500 要求・24 時間の負荷下で、他人の文書が交付されないことを記録で確認した。 / 500 concurrent requests for 24 hours: no document reached another person.',
  daysBeforeEnd: 6,
}

/** Verified by another organization: what a service to residents needs. */
export const independentEvidence: readonly EvidenceSpec[] = [
  uniqueness,
  {
    item: 'third-party-verification',
    verifier: outside,
    statement:
      '要件・設計・試験記録を独立に検証し、重大な指摘がないことを確認した。 / Requirements, design and test records verified independently; no major finding.',
    daysBeforeEnd: 5,
  },
]

/** The verification was done by the project's own division: it is recorded, and does not count. */
export const ownEvidence: readonly EvidenceSpec[] = [
  uniqueness,
  {
    item: 'third-party-verification',
    verifier: { name: '開発 太郎 / Taro Kaihatsu', ...CIVIC_DIVISION },
    statement: '開発チーム内で検証した。 / Verified within the development team.',
    daysBeforeEnd: 4,
  },
]
