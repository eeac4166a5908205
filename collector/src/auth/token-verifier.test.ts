import { generateKeyPairSync, createHmac } from 'node:crypto';
import { SignJWT, UnsecuredJWT, type JWTHeaderParameters } from 'jose';
import { describe, expect, it } from 'vitest';
import type { ProblemError } from '../contract/index.ts';
import { mintToken } from './mint-token.ts';
import { tokenVerifier } from './token-verifier.ts';

const secret = 'a secret of thirty-two characters';
const key = Buffer.from(secret);
const body = { role: 'admin' };
const signed = (header: JWTHeaderParameters = { alg: 'HS256' }) => new SignJWT(body).setProtectedHeader(header).setIssuer('passerby').setAudience('passerby:stats').setIssuedAt().setExpirationTime('1h');
const verify = tokenVerifier({ secret });
const codeOf = (token: string) => verify(token).then(() => 'accepted', (error: ProblemError) => error.code);

describe('tokens', () => {
  it('say after verification what was minted', async () => {
    const token = await mintToken({ secret, role: 'artist', sites: ['pk_a'], plan: 'pro', ttlSeconds: 60 });
    expect(await verify(token)).toMatchObject({ role: 'artist', sites: ['pk_a'], plan: 'pro', tokenId: expect.stringMatching(/^[0-9a-f-]{36}$/), issuedAt: expect.any(Number) });
  });

  it('are refused once expired, or before their time', async () => {
    const token = await mintToken({ secret, role: 'admin', ttlSeconds: 60 });
    await expect(verify(token, new Date(Date.now() + 61_000))).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await codeOf(await signed().setNotBefore('10m').sign(key))).toBe('invalid_token');
  });

  it('are refused without an expiry', async () => {
    expect(await codeOf(await new SignJWT(body).setProtectedHeader({ alg: 'HS256' }).setIssuer('passerby').setAudience('passerby:stats').setIssuedAt().sign(key))).toBe('invalid_token');
  });

  it('are refused a day after they were made, whatever they say of their end, or when they do not say when that was', async () => {
    const at = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
    expect(await codeOf(await signed().setIssuedAt(at(-86_300)).setExpirationTime('7d').sign(key))).toBe('accepted');
    for (const issued of [at(-86_500), at(3_600)]) expect(await codeOf(await signed().setIssuedAt(issued).setExpirationTime('7d').sign(key))).toBe('invalid_token');
    expect(await codeOf(await new SignJWT(body).setProtectedHeader({ alg: 'HS256' }).setIssuer('passerby').setAudience('passerby:stats').setExpirationTime('1h').sign(key))).toBe('invalid_token');
  });

  it('are refused with another audience, issuer or secret', async () => {
    expect(await codeOf(await signed().setAudience('elsewhere').sign(key))).toBe('invalid_token');
    expect(await codeOf(await signed().setIssuer('elsewhere').sign(key))).toBe('invalid_token');
    expect(await codeOf(await signed().sign(Buffer.from('another secret of many characters')))).toBe('invalid_token');
  });

  it('are refused without a signature (alg none)', async () => {
    expect(await codeOf(new UnsecuredJWT(body).setIssuer('passerby').setAudience('passerby:stats').setExpirationTime('1h').encode())).toBe('invalid_token');
  });

  it('are refused by any other algorithm, also one that takes the secret for a public key', async () => {
    expect(await codeOf(await signed({ alg: 'HS512' }).sign(key))).toBe('invalid_token');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(await codeOf(await signed({ alg: 'RS256' }).sign(privateKey))).toBe('invalid_token');
  });

  it('are refused when the header names a key of its own (kid, jwk, jku)', async () => {
    const own = Buffer.from('the forger\'s own key, long enough');
    for (const header of [{ kid: '../../dev/null' }, { jku: 'https://evil.example/jwks' }, { jwk: { kty: 'oct' as const, k: own.toString('base64url') } }]) {
      expect(await codeOf(await signed({ alg: 'HS256', ...header }).sign(own))).toBe('invalid_token');
    }
  });

  it('are refused where a claim is changed after signing', async () => {
    const [head, , signature] = (await mintToken({ secret, role: 'artist', sites: [], ttlSeconds: 60 })).split('.');
    const forged = Buffer.from(JSON.stringify({ ...body, iss: 'passerby', aud: 'passerby:stats', exp: 9e9 })).toString('base64url');
    expect(await codeOf(`${head}.${forged}.${signature}`)).toBe('invalid_token');
    expect(await codeOf(`${head}.${forged}.${createHmac('sha256', '').update(`${head}.${forged}`).digest('base64url')}`)).toBe('invalid_token');
  });

  it('are refused with a role that does not exist', async () => {
    expect(await codeOf(await signed().sign(key))).toBe('accepted');
    expect(await codeOf(await new SignJWT({ role: 'root' }).setProtectedHeader({ alg: 'HS256' }).setIssuer('passerby').setAudience('passerby:stats').setIssuedAt().setExpirationTime('1h').sign(key))).toBe('invalid_token');
  });
});
