import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult, type JWK, type JWTPayload } from 'jose';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProblemError } from '../contract/index.ts';
import type { ForeignIssuer } from './foreign-issuer.ts';
import { mintToken } from './mint-token.ts';
import { tokenVerifier, type VerifyToken } from './token-verifier.ts';

const ISSUER = 'https://project.supabase.example/auth/v1';
const secret = 'our own secret, of thirty-two characters';
const CLAIMS = { role: 'app_metadata.passerby_role', owner: 'sub', sites: 'app_metadata.passerby_sites', plan: 'app_metadata.passerby_plan' };

/** An issuer as Supabase is one: it serves its public keys, and may fail to. */
const served = { keys: [] as JWK[], status: 200, requests: 0 };
const server = http.createServer((_request, response) => {
  served.requests += 1;
  response.writeHead(served.status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: served.keys }));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
afterAll(() => server.close());

const issuer = (over: Partial<ForeignIssuer> = {}): ForeignIssuer => ({ issuer: ISSUER, audience: 'authenticated', keys: { jwksUrl }, claims: CLAIMS, defaultRole: 'artist', ...over });

async function newKey(kid: string, alg = 'ES256'): Promise<{ pair: GenerateKeyPairResult; jwk: JWK; kid: string; alg: string }> {
  const pair = await generateKeyPair(alg, { extractable: true });
  return { pair, kid, alg, jwk: { ...await exportJWK(pair.publicKey), kid, alg, use: 'sig' } };
}
type Key = Awaited<ReturnType<typeof newKey>>;

/** The payload of a real Supabase access token. */
const person: JWTPayload = { sub: '5c0e6d8e-5f1f-4b51-9a56-0d4c5c9d3b7a', role: 'authenticated', aal: 'aal1', session_id: 'f0c9', email: 'ada@example.com', app_metadata: { provider: 'email' }, user_metadata: { passerby_role: 'admin' } };
const signed = ({ pair, kid, alg }: Key, payload: JWTPayload = person, iss = ISSUER, aud = 'authenticated'): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT' }).setIssuer(iss).setAudience(aud).setIssuedAt().setExpirationTime('1h').sign(pair.privateKey);
const codeOf = (verify: VerifyToken, token: string): Promise<string> => verify(token).then(() => 'accepted', (error: ProblemError) => error.code);

describe('tokens of another issuer', () => {
  let key: Key;
  beforeEach(async () => {
    key = await newKey('first');
    Object.assign(served, { keys: [key.jwk], status: 200, requests: 0 });
  });

  it('from Supabase are taken as they are: the user is the artist whose sites they open', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    expect(await verify(await signed(key))).toMatchObject({ role: 'artist', owner: person.sub, subject: person.sub, sites: undefined, plan: undefined });
  });

  it('say role, sites and plan where the configuration says, and never in what users write themselves', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    const app_metadata = { passerby_role: 'marketer', passerby_sites: ['pk_a'], passerby_plan: 'pro' };
    expect(await verify(await signed(key, { ...person, app_metadata }))).toMatchObject({ role: 'marketer', sites: ['pk_a'], plan: 'pro', owner: undefined });
    const dotted = tokenVerifier({ secret, foreign: issuer({ claims: { ...CLAIMS, role: 'https://example.com/role', owner: 'artist_id' } }) });
    expect(await dotted(await signed(key, { ...person, 'https://example.com/role': 'admin' }))).toMatchObject({ role: 'admin', owner: undefined });
    expect(await dotted(await signed(key, { ...person, artist_id: 7 }))).toMatchObject({ role: 'artist', owner: '7' });
  });

  it('are refused with a role that is not known, and with none where none is assumed', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    expect(await codeOf(verify, await signed(key, { ...person, app_metadata: { passerby_role: 'root' } }))).toBe('invalid_token');
    expect(await codeOf(tokenVerifier({ secret, foreign: issuer({ defaultRole: undefined }) }), await signed(key))).toBe('invalid_token');
  });

  it('are refused with another issuer or audience, by a key that is not the issuer\'s, and by ours', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    expect(await codeOf(verify, await signed(key, person, 'https://elsewhere.example'))).toBe('invalid_token');
    expect(await codeOf(verify, await signed(key, person, ISSUER, 'anon'))).toBe('invalid_token');
    expect(await codeOf(verify, await signed({ ...await newKey('first') }))).toBe('invalid_token');
    const ours = new SignJWT(person).setProtectedHeader({ alg: 'HS256' }).setIssuer(ISSUER).setAudience('authenticated').setIssuedAt().setExpirationTime('1h').sign(Buffer.from(secret));
    expect(await codeOf(verify, await ours)).toBe('invalid_token');
  });

  it('are refused where the public key is used as the secret of an HMAC (HS/RS swap)', async () => {
    const rsa = await newKey('rsa', 'RS256');
    served.keys = [rsa.jwk];
    const verify = tokenVerifier({ secret, foreign: issuer() });
    expect(await codeOf(verify, await signed(rsa))).toBe('accepted');
    const swapped = new SignJWT(person).setProtectedHeader({ alg: 'HS256', kid: 'rsa' }).setIssuer(ISSUER).setAudience('authenticated').setIssuedAt().setExpirationTime('1h').sign(Buffer.from(JSON.stringify(rsa.jwk)));
    expect(await codeOf(verify, await swapped)).toBe('invalid_token');
  });

  it('cannot pass for ours, nor ours for theirs', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    expect(await codeOf(verify, await signed(key, { role: 'admin' }, 'passerby', 'passerby:stats'))).toBe('invalid_token');
    expect(await codeOf(verify, await mintToken({ secret, role: 'admin', ttlSeconds: 60 }))).toBe('accepted');
    expect(served.requests).toBe(0);
  });

  it('signed by a shared secret are taken as well', async () => {
    const shared = 'the secret of the other issuer, long';
    const verify = tokenVerifier({ secret, foreign: issuer({ keys: { secret: shared } }) });
    const token = (by: string) => new SignJWT(person).setProtectedHeader({ alg: 'HS256' }).setIssuer(ISSUER).setAudience('authenticated').setIssuedAt().setExpirationTime('1h').sign(Buffer.from(by));
    expect(await codeOf(verify, await token(shared))).toBe('accepted');
    expect(await codeOf(verify, await token(secret))).toBe('invalid_token');
  });
});

describe('the keys of another issuer', () => {
  let key: Key;
  beforeEach(async () => {
    key = await newKey('first');
    Object.assign(served, { keys: [key.jwk], status: 200, requests: 0 });
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    return () => vi.useRealTimers();
  });
  const later = (ms: number): void => { vi.advanceTimersByTime(ms); };

  it('are fetched once, however many tokens come', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    const token = await signed(key);
    expect(await Promise.all(Array.from({ length: 50 }, () => codeOf(verify, token)))).toEqual(Array.from({ length: 50 }, () => 'accepted'));
    expect(served.requests).toBe(1);
  });

  it('are followed when they change: a new one is found, and one taken out is refused after ten minutes', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    await verify(await signed(key));
    const next = await newKey('second');
    served.keys = [next.jwk];
    later(31_000);
    expect(await codeOf(verify, await signed(next))).toBe('accepted');
    expect(await codeOf(verify, await signed(key))).toBe('invalid_token');
    expect(served.requests).toBe(2);

    const only = tokenVerifier({ secret, foreign: issuer() });
    expect(await codeOf(only, await signed(next))).toBe('accepted');
    served.keys = [];
    expect(await codeOf(only, await signed(next))).toBe('accepted');
    later(601_000);
    expect(await codeOf(only, await signed(next))).toBe('invalid_token');
  });

  it('are not fetched again for every key id that somebody makes up', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    await verify(await signed(key));
    for (let i = 0; i < 20; i += 1) expect(await codeOf(verify, await signed({ ...key, kid: `../../made-up-${i}` }))).toBe('invalid_token');
    expect(served.requests).toBe(1);
  });

  it('that cannot be had are a reason to wait, not to log in again; the last known ones serve for an hour', async () => {
    const verify = tokenVerifier({ secret, foreign: issuer() });
    served.status = 500;
    for (let i = 0; i < 5; i += 1) expect(await codeOf(verify, await signed(key))).toBe('issuer_unavailable');
    expect(served.requests).toBe(1);
    served.status = 200;
    later(6_000);
    expect(await codeOf(verify, await signed(key))).toBe('accepted');
    served.status = 500;
    later(1_200_000);
    expect(await codeOf(verify, await signed(key))).toBe('accepted');
    later(3_600_000);
    expect(await codeOf(verify, await signed(key))).toBe('issuer_unavailable');
  });
});
