import { describe, expect, it } from 'vitest';
import { wireEvent } from '../../../test/support/wire.ts';
import { hasEmail, withoutEmails } from './without-emails.ts';

const changed = (value: string) => withoutEmails(wireEvent({ properties: { value } })).properties['value'];

describe('withoutEmails', () => {
  it.each([
    ['ada@lovelace.example', '(email)'],
    ['mail to Ada.Lovelace+art@mail.lovelace.co.uk now', 'mail to (email) now'],
    ['ada%40lovelace.example', '(email)'],
    ['jörg@müller.example, ada@lovelace.example', '(email), (email)'],
  ])('replaces the address in %s', (text, clean) => {
    expect(changed(text)).toBe(clean);
    expect(hasEmail(text)).toBe(true);
  });

  it.each(['hero@2x.png', '@mara', 'a@b', 'user@localhost', '5 @ 3.50', 'left @ right', '%40', 'package@1.2.3'])('leaves %s as it is', (text) => {
    expect(changed(text)).toBe(text);
    expect(hasEmail(text)).toBe(false);
  });

  it('looks into the title, the addresses and the campaign too', () => {
    const event = wireEvent({ context: {
      url: 'https://mara.example/unsubscribe/ada@lovelace.example/yes', referrer: 'https://mail.example/ada%40lovelace.example', title: 'Hello ada@lovelace.example',
      utm: { campaign: 'to-ada@lovelace.example', source: 'list' },
    } });
    expect(withoutEmails(event).context).toEqual({
      url: 'https://mara.example/unsubscribe/(email)/yes', referrer: 'https://mail.example/(email)', title: 'Hello (email)', utm: { campaign: '(email)', source: 'list' },
    });
  });

  it('gives back the very event where there is nothing to replace, and leaves the given one as it was', () => {
    const clean = wireEvent({ context: { url: 'https://mara.example/@mara' } });
    expect(withoutEmails(clean)).toBe(clean);
    const event = wireEvent({ properties: { value: 'ada@lovelace.example' } });
    withoutEmails(event);
    expect(event.properties).toEqual({ value: 'ada@lovelace.example' });
  });

  it('takes time in proportion to the length of a text, whatever stands in it', () => {
    const text = `${'a'.repeat(200_000)}@${'b.'.repeat(100_000)}`;
    // Where it did not, this would take hours and the test would time out.
    expect(changed(text)).toHaveLength(text.length);
  });
});
