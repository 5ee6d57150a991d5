/** What the generator makes for every project. */
export const generated = [
  'organization, division and the story of the project',
  'phases, work packages, budgets, progress and cost',
  'severity, status, cause and the fix and close dates of each defect; its day within a period longer than a day',
  'passed and failed test cases, automated share, test runs',
  'reviews and evidence',
] as const

/** A size that comes from the seeded story, not from a source. */
export const assumedCounter = { name: 'example generator (assumed size)', version: '1' } as const

export const PRINTER_DIVISION = {
  organization: '株式会社かんもん精機 / Kanmon Precision',
  division: 'imaging',
} as const
export const PLATFORM_DIVISION = {
  organization: 'かんもん情報システム株式会社 / Kanmon Information Systems',
  division: 'platform',
} as const
export const SYSTEMS_DIVISION = {
  organization: 'Kanmon Europe GmbH',
  division: 'operations-systems',
} as const
export const EMBEDDED_DIVISION = {
  organization: '株式会社かんもん精機 / Kanmon Precision',
  division: 'edge-devices',
} as const
export const CIVIC_DIVISION = {
  organization: 'かんもん公共サービス株式会社 / Kanmon Public Services',
  division: 'resident-services',
} as const
