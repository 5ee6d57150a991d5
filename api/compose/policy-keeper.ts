import { appendPolicy } from '../../store/policies/append-policy.ts'
import { listPolicies } from '../../store/policies/list-policies.ts'
import { readPolicyMark } from '../../store/policies/read-policy-mark.ts'
import type { Store } from '../../store/store.ts'
import { whileUnchanged } from '../../store/while-unchanged.ts'
import type { PolicyKeeper } from '../policies/library.ts'

/** Versions of policies in the store. */
export const policyKeeper = (store: Store): PolicyKeeper => ({
  mark: whileUnchanged(store, ['policies'], () => readPolicyMark(store)),
  list: () => listPolicies(store),
  append: (row) => appendPolicy(store, row),
})
