// Makes `npx kanmon` work in a checkout: npm links the commands of dependencies, not those of the package itself.
import { mkdir, rm, symlink } from 'node:fs/promises'

await mkdir('node_modules/.bin', { recursive: true })
await rm('node_modules/.bin/kanmon', { force: true })
await symlink('../../cli/kanmon.cjs', 'node_modules/.bin/kanmon')
