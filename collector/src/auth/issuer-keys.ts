import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';

/** The keys could not be had. Whoever brings a token can do nothing about it. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** Milliseconds after which keys are fetched again, and so after which a key that the issuer took out is refused. */
const FRESH_MS = 600_000;
/** Milliseconds between two fetches for key ids that are not known: a new key is found, and guessing finds nothing. */
const COOLDOWN_MS = 30_000;
const PATIENCE_MS = 5_000;
/** Milliseconds for which a failure holds, so that an issuer in trouble is not asked by every request. */
export const FAILED_MS = 5_000;
/** Milliseconds for which the last known keys serve while the issuer does not answer. */
const STALE_MS = 3_600_000;

/** The public keys of an issuer, fetched when they are first needed, kept, and followed when they change. */
export function issuerKeys(url: string): JWTVerifyGetKey {
  let last: { text: string; at: number } | undefined;
  let failedAt = -Infinity;

  const guarded: FetchImplementation = async (address, options) => {
    const now = performance.now();
    if (now - failedAt >= FAILED_MS) {
      try {
        last = { text: await fetchKeys(address, options), at: now };
        return new Response(last.text);
      } catch {
        failedAt = performance.now();
      }
    }
    if (last && now - last.at < STALE_MS) return new Response(last.text);
    throw new KeysUnavailable();
  };
  return createRemoteJWKSet(new URL(url), { cacheMaxAge: FRESH_MS, cooldownDuration: COOLDOWN_MS, timeoutDuration: PATIENCE_MS, [customFetch]: guarded });
}

/** @throws {Error} unless the answer is a key set */
async function fetchKeys(url: string, options: Parameters<FetchImplementation>[1]): Promise<string> {
  const response = await fetch(url, options);
  const text = await response.text();
  const parsed: unknown = JSON.parse(text);
  if (response.status !== 200 || typeof parsed !== 'object' || parsed === null || !Array.isArray((parsed as { keys?: unknown }).keys)) throw new Error('no key set');
  return text;
}
