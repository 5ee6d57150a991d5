import { z } from 'zod'
import { en as judgement } from './en.ts'
import { ja as judgementJa } from './ja.ts'

export const language = z.enum(['en', 'ja'])
export type Language = z.infer<typeof language>

/** Areas with texts of their own, each a file with `en` and `ja`; a key belongs to one area. */
const en = { ...judgement }
const ja: Readonly<Record<MessageKey, string>> = { ...judgementJa }

export type MessageKey = keyof typeof en
/** The one catalogue of what people read. */
export const catalogue: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, ja }
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key)
