import { secureHeaders } from 'hono/secure-headers'

const NOTHING = ["'none'"]
const OWN = ["'self'"]

/**
 * Pages run scripts of our own and nothing else; styles may stand beside them, since charts carry some. The browser
 * says where a form comes from (`Origin`), which it would not under `no-referrer`. TLS is the proxy's matter.
 */
export const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: NOTHING,
    scriptSrc: OWN,
    styleSrc: [...OWN, "'unsafe-inline'"],
    imgSrc: [...OWN, 'data:'],
    connectSrc: OWN,
    formAction: OWN,
    frameAncestors: NOTHING,
    baseUri: NOTHING,
  },
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
})
