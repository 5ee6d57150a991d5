import { z } from 'zod'
import { en as access, ja as accessJa } from './access.ts'
import { en as activity, ja as activityJa } from './activity.ts'
import { en as attestation, ja as attestationJa } from './attestation.ts'
import { en as changes, ja as changesJa } from './changes.ts'
import { en as collect, ja as collectJa } from './collect.ts'
import { en as collectFindings, ja as collectFindingsJa } from './collect-findings.ts'
import { en as commandLine, ja as commandLineJa } from './command-line.ts'
import { en as committee, ja as committeeJa } from './committee.ts'
import { en as committeeCharts, ja as committeeChartsJa } from './committee-charts.ts'
import { en as otherPages, ja as otherPagesJa } from './other-pages.ts'
import { en as connect, ja as connectJa } from './connect.ts'
import { en as dashboard, ja as dashboardJa } from './dashboard.ts'
import { en as judgement } from './en.ts'
import { en as exportsPage, ja as exportsPageJa } from './exports-page.ts'
import { ja as judgementJa } from './ja.ts'
import { en as notifications, ja as notificationsJa } from './notifications.ts'
import { en as ordersPage, ja as ordersPageJa } from './orders-page.ts'
import { en as pageParts, ja as pagePartsJa } from './page-parts.ts'
import { en as policy, ja as policyJa } from './policy.ts'
import { en as problems, ja as problemsJa } from './problems.ts'
import { en as projectMeasures, ja as projectMeasuresJa } from './project-measures.ts'
import { en as projectPage, ja as projectPageJa } from './project-page.ts'
import { en as projectReliability, ja as projectReliabilityJa } from './project-reliability.ts'
import { en as quality, ja as qualityJa } from './quality.ts'
import { en as security, ja as securityJa } from './security.ts'
import { en as refusals, ja as refusalsJa } from './refusals.ts'
import { en as signIn, ja as signInJa } from './sign-in.ts'
import { en as signInOidc, ja as signInOidcJa } from './sign-in-oidc.ts'
import { en as waivers, ja as waiversJa } from './waivers.ts'
import { en as weekly, ja as weeklyJa } from './weekly.ts'

export const language = z.enum(['en', 'ja'])
export type Language = z.infer<typeof language>

/** Areas with texts of their own, each a file with `en` and `ja`; a key belongs to one area. */
const en = {
  ...judgement,
  ...access,
  ...activity,
  ...attestation,
  ...notifications,
  ...changes,
  ...collect,
  ...collectFindings,
  ...commandLine,
  ...connect,
  ...dashboard,
  ...exportsPage,
  ...committee,
  ...committeeCharts,
  ...otherPages,
  ...ordersPage,
  ...pageParts,
  ...policy,
  ...problems,
  ...projectMeasures,
  ...projectPage,
  ...projectReliability,
  ...quality,
  ...refusals,
  ...security,
  ...signIn,
  ...signInOidc,
  ...waivers,
  ...weekly,
}
const ja: Readonly<Record<MessageKey, string>> = {
  ...judgementJa,
  ...accessJa,
  ...activityJa,
  ...attestationJa,
  ...notificationsJa,
  ...changesJa,
  ...collectJa,
  ...collectFindingsJa,
  ...commandLineJa,
  ...connectJa,
  ...dashboardJa,
  ...exportsPageJa,
  ...committeeJa,
  ...committeeChartsJa,
  ...otherPagesJa,
  ...ordersPageJa,
  ...pagePartsJa,
  ...policyJa,
  ...problemsJa,
  ...projectMeasuresJa,
  ...projectPageJa,
  ...projectReliabilityJa,
  ...qualityJa,
  ...refusalsJa,
  ...securityJa,
  ...signInJa,
  ...signInOidcJa,
  ...waiversJa,
  ...weeklyJa,
}

export type MessageKey = keyof typeof en
/** The one catalogue of what people read. */
export const catalogue: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, ja }
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key)
