import { holdsOf, type Permission } from '../../../schemas/access.ts'
import type { CallerAnswer } from '../../../schemas/answers-caller.ts'
import { office, type Office } from '../../../schemas/facts/orders.ts'

interface Asked {
  readonly caller: CallerAnswer
}

/** What the forms offer; the API judges each order for itself all the same. */
export const may = ({ caller }: Asked, permission: Permission) => caller.permissions.includes(permission)

export const officesOf = (asked: Asked): Office[] =>
  office.options.filter((each) => may(asked, holdsOf(each)))

const OTHER_ORDERS = ['waivers:request', 'waivers:approve', 'evidence:write'] as const

/** Whether there is any order that the visitor may give. */
export const mayOrder = (asked: Asked): boolean =>
  officesOf(asked).length > 0 || OTHER_ORDERS.some((each) => may(asked, each))
