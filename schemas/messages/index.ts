import { z } from 'zod'
import { en, type MessageKey } from './en.ts'
import { ja } from './ja.ts'

export const language = z.enum(['en', 'ja'])
export type Language = z.infer<typeof language>

export type { MessageKey }
/** The one catalogue of what people read. */
export const catalogue: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, ja }
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key)
