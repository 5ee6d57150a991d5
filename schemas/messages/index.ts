import { z } from 'zod'
import { en as access, ja as accessJa } from './access.ts'
import { en as attestation, ja as attestationJa } from './attestation.ts'
import { en as changes, ja as changesJa } from './changes.ts'
import { en as collect, ja as collectJa } from './collect.ts'
import { en as collectFindings, ja as collectFindingsJa } from './collect-findings.ts'
import { en as commandLine, ja as commandLineJa } from './command-line.ts'
import { en as dashboard, ja as dashboardJa } from './dashboard.ts'
import { en as judgement } from './en.ts'
import { ja as judgementJa } from './ja.ts'
import { en as notifications, ja as notificationsJa } from './notifications.ts'
import { en as policy, ja as policyJa } from './policy.ts'
import { en as quality, ja as qualityJa } from './quality.ts'
import { en as signIn, ja as signInJa } from './sign-in.ts'
import { en as waivers, ja as waiversJa } from './waivers.ts'

export const language = z.enum(['en', 'ja'])
export type Language = z.infer<typeof language>

/** Areas with texts of their own, each a file with `en` and `ja`; a key belongs to one area. */
const en = {
  ...judgement,
  ...access,
  ...attestation,
  ...notifications,
  ...changes,
  ...collect,
  ...collectFindings,
  ...commandLine,
  ...dashboard,
  ...policy,
  ...quality,
  ...signIn,
  ...waivers,
}
const ja: Readonly<Record<MessageKey, string>> = {
  ...judgementJa,
  ...accessJa,
  ...attestationJa,
  ...notificationsJa,
  ...changesJa,
  ...collectJa,
  ...collectFindingsJa,
  ...commandLineJa,
  ...dashboardJa,
  ...policyJa,
  ...qualityJa,
  ...signInJa,
  ...waiversJa,
}

export type MessageKey = keyof typeof en
/** The one catalogue of what people read. */
export const catalogue: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, ja }
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key)
