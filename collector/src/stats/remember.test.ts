import { describe, expect, it, vi } from 'vitest';
import { remember } from './remember.ts';

describe('remembered answers', () => {
  it('are computed once for however many ask at the same time and after', async () => {
    const once = remember(10_000);
    const work = vi.fn(async () => ({ n: work.mock.calls.length }));
    const answers = await Promise.all(Array.from({ length: 100 }, () => once('a', work)));
    answers.push(await once('a', work));
    expect(work).toHaveBeenCalledOnce();
    expect(new Set(answers)).toEqual(new Set([{ n: 1 }]));
  });

  it('are kept apart by their keys, and forgotten where they failed', async () => {
    const once = remember(10_000);
    await expect(once('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await once('a', () => Promise.resolve({ of: 'a' }))).toEqual({ of: 'a' });
    expect(await once('b', () => Promise.resolve({ of: 'b' }))).toEqual({ of: 'b' });
  });

  it('make room for newer ones', async () => {
    const once = remember(2_000);
    const ask = (key: string, text: string) => once(key, () => Promise.resolve({ text }));
    for (const key of ['a', 'b', 'c']) await ask(key, 'x'.repeat(400));
    expect(await ask('c', 'again')).toEqual({ text: 'x'.repeat(400) });
    expect(await ask('a', 'again')).toEqual({ text: 'again' });
  });

  it('are not kept where one alone is larger than all may be', async () => {
    const once = remember(2_000);
    const ask = (key: string, text: string) => once(key, () => Promise.resolve({ text }));
    await ask('small', 'kept');
    expect(await ask('large', 'x'.repeat(5_000))).toEqual({ text: 'x'.repeat(5_000) });
    expect(await ask('large', 'again')).toEqual({ text: 'again' });
    expect(await ask('small', 'again')).toEqual({ text: 'kept' });
  });

  it('are counted', async () => {
    const counts = { computed: 0, remembered: 0 };
    const once = remember(2_000, counts);
    await Promise.all([once('a', () => Promise.resolve({})), once('a', () => Promise.resolve({})), once('b', () => Promise.reject(new Error('away'))).catch(() => {})]);
    await once('b', () => Promise.resolve({}));
    expect(counts).toEqual({ computed: 3, remembered: 1 });
  });
});
