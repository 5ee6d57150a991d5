import type { MessageKey } from '../../schemas/messages/index.ts'
import type { Terminal } from '../terminal.ts'

type Checks<Key> = Key extends `doctor.${infer Name}.bad.remedy` ? Name : never
export type CheckName = Checks<MessageKey>
type Values = Readonly<Record<string, string | number>>

/** One thing that was looked at: whether it is as it should be, and what to do if not. */
export interface Check {
  readonly check: CheckName
  readonly ok: boolean
  readonly message: string
  readonly remedy: string | null
}

/** Makes checks in the language of the terminal. */
export function checkMaker({ translate }: Pick<Terminal, 'translate'>) {
  return {
    good: (check: Exclude<CheckName, 'expects'>, values: Values = {}): Check => ({
      check,
      ok: true,
      message: translate(`doctor.${check}.ok`, values),
      remedy: null,
    }),
    bad: (check: CheckName, values: Values = {}): Check => ({
      check,
      ok: false,
      message: translate(`doctor.${check}.bad`, values),
      remedy: translate(`doctor.${check}.bad.remedy`, values),
    }),
  }
}
export type CheckMaker = ReturnType<typeof checkMaker>
