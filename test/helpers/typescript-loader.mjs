// node --import test/helpers/typescript-loader.mjs FILE.ts
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
