import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { guidesWithCode, withCode } from './guide-code.ts';

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8');

describe('the code in the guides', () => {
  it.each(Object.entries(guidesWithCode()))('of %s is that of the examples, which are tested', (page, wanted) => {
    expect(read(page)).toBe(wanted());
  });

  it('is there for each framework that has an example', () => {
    expect(Object.keys(guidesWithCode())).toEqual(expect.arrayContaining(['nestjs', 'nextjs', 'react', 'svelte', 'vue'].map((name) => `docs/guides/${name}.md`)));
  });

  it('follows the example, and stands where it stood', () => {
    expect(withCode('Before.\n\n```ts examples/react/src/settings.ts\nold\n```\n\n```ts\nkept\n```\n'))
      .toBe(`Before.\n\n\`\`\`ts examples/react/src/settings.ts\n${read('examples/react/src/settings.ts')}\`\`\`\n\n\`\`\`ts\nkept\n\`\`\`\n`);
  });
});
