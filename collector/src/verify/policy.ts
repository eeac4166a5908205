/** Directives that decide over what the tracker does, each with those that stand in for it where it is missing. */
const CHAINS = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
} as const;

/**
 * Whether a content security policy lets a page load a script from an address, or connect to it. Hashes and nonces are
 * not followed: a policy that allows the script by one of them is said to allow it where it names any.
 */
export function policyAllows(policy: string, purpose: keyof typeof CHAINS, target: URL, page: URL): boolean {
  const directives = new Map<string, string[]>();
  for (const part of policy.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/);
    // The first one of a name counts, as in browsers.
    if (name !== '' && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  const name = CHAINS[purpose].find((one) => directives.has(one));
  if (name === undefined) return true;
  return (directives.get(name) ?? []).some((source) => matches(source, target, page) || (purpose === 'script' && /^'(?:nonce|sha(?:256|384|512))-/.test(source)));
}

function matches(source: string, target: URL, page: URL): boolean {
  if (source === '*') return /^https?:$/.test(target.protocol);
  if (source === "'self'") return target.origin === page.origin;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return target.protocol === source.toLowerCase();
  const parsed = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*\.)?([^:/*]+)(?::(\d+|\*))?(\/.*)?$/i.exec(source);
  if (!parsed) return false;
  const [, scheme, wildcard, host = '', port, path] = parsed;
  const schemes = scheme === undefined ? [page.protocol, 'https:'] : [`${scheme.toLowerCase()}:`, ...(scheme.toLowerCase() === 'http' ? ['https:'] : [])];
  const hostname = host.toLowerCase();
  return schemes.includes(target.protocol)
    && (wildcard ? target.hostname.endsWith(`.${hostname}`) : target.hostname === hostname)
    && (port === '*' || (port ?? '') === target.port)
    && (path === undefined || (path.endsWith('/') ? target.pathname.startsWith(path) : target.pathname === path));
}
