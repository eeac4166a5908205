import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';

const ISSUER = 'https://project.supabase.co/auth/v1';
const SECRET = 'the secret of the issuer, thirty-two';

describe('the environment of another issuer', () => {
  it('names none by default', () => {
    expect(loadConfig({}).foreignIssuer).toBeUndefined();
  });

  it('needs two variables for Supabase', () => {
    expect(loadConfig({ PASSERBY_JWT_ISSUER: ISSUER, PASSERBY_JWT_JWKS_URL: `${ISSUER}/.well-known/jwks.json` }).foreignIssuer).toEqual({
      issuer: ISSUER, audience: 'authenticated', keys: { jwksUrl: `${ISSUER}/.well-known/jwks.json` }, defaultRole: 'artist',
      claims: { role: 'app_metadata.passerby_role', owner: 'sub', sites: 'app_metadata.passerby_sites', plan: 'app_metadata.passerby_plan' },
    });
  });

  it('maps claims, and refuses tokens without a role where it says so', () => {
    expect(loadConfig({
      PASSERBY_JWT_ISSUER: 'https://login.example', PASSERBY_JWT_SECRET: SECRET, PASSERBY_JWT_AUDIENCE: 'stats', PASSERBY_JWT_ROLE_CLAIM: 'https://login.example/role', PASSERBY_JWT_DEFAULT_ROLE: 'none',
    }).foreignIssuer).toMatchObject({ audience: 'stats', keys: { secret: SECRET }, claims: { role: 'https://login.example/role' }, defaultRole: undefined });
  });

  it.each([
    [{ PASSERBY_JWT_ISSUER: ISSUER }, 'PASSERBY_JWT_JWKS_URL'],
    [{ PASSERBY_JWT_SECRET: SECRET }, 'PASSERBY_JWT_ISSUER'],
    [{ PASSERBY_JWT_ISSUER: ISSUER, PASSERBY_JWT_SECRET: SECRET, PASSERBY_JWT_JWKS_URL: ISSUER }, 'PASSERBY_JWT_SECRET'],
    [{ PASSERBY_JWT_ISSUER: ISSUER, PASSERBY_JWT_SECRET: 'short' }, 'PASSERBY_JWT_SECRET'],
    [{ PASSERBY_JWT_ISSUER: ISSUER, PASSERBY_JWT_JWKS_URL: 'file:///etc/passwd' }, 'PASSERBY_JWT_JWKS_URL'],
    [{ PASSERBY_JWT_ISSUER: ISSUER, PASSERBY_JWT_SECRET: SECRET, PASSERBY_JWT_ROLE_CLAIM: 'user_metadata.role' }, 'PASSERBY_JWT_ROLE_CLAIM'],
    [{ PASSERBY_JWT_ISSUER: ISSUER, PASSERBY_JWT_SECRET: SECRET, PASSERBY_JWT_DEFAULT_ROLE: 'admin' }, 'PASSERBY_JWT_DEFAULT_ROLE'],
    [{ PASSERBY_SMTP_URL: 'smtp://mail.example' }, 'PASSERBY_MAIL_FROM'],
    [{ PASSERBY_SMTP_URL: 'smtp://mail.example', PASSERBY_MAIL_FROM: 'a@b.example\r\nBcc: c@d.example' }, 'PASSERBY_MAIL_FROM'],
    [{ PASSERBY_SMTP_URL: 'https://mail.example', PASSERBY_MAIL_FROM: 'a@b.example' }, 'PASSERBY_SMTP_URL'],
  ])('is refused as %j, naming %s', (env, name) => {
    expect(() => loadConfig(env as NodeJS.ProcessEnv)).toThrow(name);
  });
});
