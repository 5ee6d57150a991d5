import type { PhaseKind } from '../facts/common.ts'

/** What several pages say: names of phases and units, the way to the orders, which waivers can be requested. */
export const en = {
  'phaseKind.plan': 'plan',
  'phaseKind.requirements': 'requirements',
  'phaseKind.basic-design': 'basic design',
  'phaseKind.detailed-design': 'detailed design',
  'phaseKind.coding': 'coding',
  'phaseKind.unit-test': 'unit test',
  'phaseKind.integration-test': 'integration test',
  'phaseKind.system-test': 'system test',
  'phaseKind.acceptance': 'acceptance',
  'phaseKind.gate': 'the phase of the gate',
  'costUnit.hours': 'hours',
  'project.toOrders': 'Holds, waivers and evidence of this project',

  'orders.waivableHint':
    'A waiver lets a condition pass that fails or is inconclusive. Missing or old data holds all the same.',
  'orders.notWaivable': 'Not offered',
  'orders.notWaivable.policy': 'the policy does not let it be waived',
  'orders.notWaivable.independent': 'verification from outside: nobody inside can waive it',
  'orders.notWaivable.built-in': 'built into every verdict',
  'orders.heldProjectHint': 'When one project is held.',
  'orders.heldDivisionHint': 'When a division is held.',
} as const satisfies Record<`phaseKind.${PhaseKind}`, string> & Record<string, string>

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'phaseKind.plan': '計画',
  'phaseKind.requirements': '要件定義',
  'phaseKind.basic-design': '基本設計',
  'phaseKind.detailed-design': '詳細設計',
  'phaseKind.coding': '製造',
  'phaseKind.unit-test': '単体テスト',
  'phaseKind.integration-test': '結合テスト',
  'phaseKind.system-test': '総合テスト',
  'phaseKind.acceptance': '受入テスト',
  'phaseKind.gate': 'ゲートの工程',
  'costUnit.hours': '時間',
  'project.toOrders': 'このプロジェクトの保留・特例承認・証跡',

  'orders.waivableHint':
    '特例承認で通せるのは、不合格または判断できない条件だけです。データがない、または古い場合は保留のままです。',
  'orders.notWaivable': '対象にならない条件',
  'orders.notWaivable.policy': 'ポリシーが特例承認を認めていません',
  'orders.notWaivable.independent': '外部の検証は、内部の承認では代えられません',
  'orders.notWaivable.built-in': 'すべての判定に必須の条件です',
  'orders.heldProjectHint': '対象が一つのプロジェクトの場合に入力します。',
  'orders.heldDivisionHint': '対象が部門の場合に入力します。',
}
