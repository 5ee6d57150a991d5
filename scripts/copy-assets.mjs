// Copies what the compiled program reads at run time beside it, so that dist/ works on its own.
import { cp } from 'node:fs/promises'

for (const [from, to] of [
  ['store/sql', 'dist/store/sql'],
  ['policies', 'dist/policies'],
  ['examples/data', 'dist/examples/data'],
  ['dashboard/assets', 'dist/dashboard/assets'],
  ['api/exports/xlsx/worker.mjs', 'dist/api/exports/xlsx/worker.mjs'],
  ['api/exports/xlsx/page-setup.mjs', 'dist/api/exports/xlsx/page-setup.mjs'],
]) {
  await cp(from, to, { recursive: true })
}
