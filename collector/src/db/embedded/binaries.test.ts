import { afterEach, describe, expect, it } from 'vitest';
import { findBinaries } from './binaries.ts';

describe('findBinaries', () => {
  const { platform } = process;
  afterEach(() => { Object.defineProperty(process, 'platform', { value: platform }); });
  const pretend = (value: string): void => { Object.defineProperty(process, 'platform', { value }); };

  it('finds Postgres 18', () => {
    expect(findBinaries(undefined)).toMatchObject({ major: '18' });
  });

  it('says what to do where there is no Postgres for the system', () => {
    pretend('sunos');
    expect(() => findBinaries(undefined)).toThrow(expect.objectContaining({ code: 'unsupported_platform', message: expect.stringContaining('DATABASE_URL') as string }) as Error);
  });

  it('says what to do where the optional package was left out', () => {
    // Its package is for another system than this one.
    pretend(platform === 'linux' ? 'darwin' : 'linux');
    expect(() => findBinaries(undefined)).toThrow(expect.objectContaining({ code: 'binaries_missing' }) as Error);
  });
});
