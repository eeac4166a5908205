import { KNOWN_SOURCES, SOURCE_ALIASES, type SourceKind } from './data/known-sources.ts';

export interface KnownSource {
  name: string;
  kind: SourceKind;
}

const byHost = new Map<string, KnownSource>();
const byName = new Map<string, KnownSource>();
for (const [kind, sources] of Object.entries(KNOWN_SOURCES) as [SourceKind, (typeof KNOWN_SOURCES)[SourceKind]][]) {
  for (const [name, ...hosts] of sources) {
    const source = { name, kind };
    byName.set(name.toLowerCase(), source);
    for (const host of hosts) byHost.set(host, source);
  }
}

/** The known place that a host belongs to, by its longest known ending: mail.google.com is not Google's search. */
export function knownHost(hostname: string): KnownSource | undefined {
  for (let rest = hostname; rest !== ''; ) {
    const exact = byHost.get(rest);
    if (exact) return exact;
    const dot = rest.indexOf('.');
    if (dot === -1) return undefined;
    const suffix = rest.slice(dot + 1);
    // "google.*" holds for google.ch and google.co.uk, not for google.something.example.com
    if (isSuffix(suffix)) {
      const anySuffix = byHost.get(`${rest.slice(0, dot)}.*`);
      if (anySuffix) return anySuffix;
    }
    rest = suffix;
  }
  return undefined;
}

/** The known place that a campaign names, by name, alias or host: `google`, `fb`, `news.ycombinator.com`. */
export function knownName(text: string): KnownSource | undefined {
  const name = text.toLowerCase();
  return byName.get(SOURCE_ALIASES.get(name) ?? name) ?? (name.includes('.') ? knownHost(name) : undefined);
}

function isSuffix(text: string): boolean {
  return /^(?:[a-z]{2,3}|(?:com?|org|net)\.[a-z]{2})$/.test(text);
}
