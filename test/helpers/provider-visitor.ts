/** Somebody with a browser at the real provider: keeps its cookies and fills in its form for signing in. */
export interface ProviderVisitor {
  /** Goes to an address of the provider and signs in there where asked; the address to which it leads back. */
  agree(address: string, login: string): Promise<URL>
}

export function visitProvider(provider: string): ProviderVisitor {
  const cookies = new Map<string, string>()

  async function request(address: string, body?: URLSearchParams): Promise<Response> {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body !== undefined && { method: 'POST', body }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response
  }

  return {
    agree: async (address, login) => {
      let response = await request(address)
      for (;;) {
        const location = response.headers.get('location')
        if (location !== null) {
          const next = new URL(location, provider)
          if (next.origin !== provider) return next
          response = await request(next.href)
          continue
        }
        const page = await response.text()
        const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
        if (action === undefined) throw new Error(`the provider answers ${response.status}: ${page}`)
        const fields = new URLSearchParams({ prompt: 'login', login, password: 'any' })
        response = await request(new URL(action, provider).href, fields)
      }
    },
  }
}
