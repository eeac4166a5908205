import { describe, expect, it, vi } from 'vitest';
import { remember } from './remember.ts';

describe('remembered answers', () => {
  it('are computed once for however many ask at the same time and after', async () => {
    const once = remember(10);
    const work = vi.fn(async () => ({ n: work.mock.calls.length }));
    const answers = await Promise.all(Array.from({ length: 100 }, () => once('a', work)));
    answers.push(await once('a', work));
    expect(work).toHaveBeenCalledOnce();
    expect(new Set(answers)).toEqual(new Set([{ n: 1 }]));
  });

  it('are kept apart by their keys, and forgotten where they failed', async () => {
    const once = remember(10);
    await expect(once('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await once('a', () => Promise.resolve({ of: 'a' }))).toEqual({ of: 'a' });
    expect(await once('b', () => Promise.resolve({ of: 'b' }))).toEqual({ of: 'b' });
  });

  it('make room for newer ones', async () => {
    const once = remember(2);
    for (const key of ['a', 'b', 'c']) await once(key, () => Promise.resolve({ key }));
    expect(await once('a', () => Promise.resolve({ key: 'again' }))).toEqual({ key: 'again' });
  });
});
