import { groupBy } from '../group-by.ts'
