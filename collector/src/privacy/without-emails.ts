import type { WireEvent } from '../contract/index.ts';

/**
 * An e-mail address, also percent-encoded, inside a text. Lengths are bounded, so that no text takes long. What follows the
 * @ of a picture's name (`hero@2x.png`) is no host.
 */
const EMAIL = /[\p{L}\p{N}_.!#$%'*+^`{|}~-]{1,64}(?:@|%40)(?!\d+x\.)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/giu;
/** What stands in its place. */
const PLACEHOLDER = '(email)';

/** Whether a text holds an e-mail address. */
export function hasEmail(text: string): boolean {
  return mayHaveEmail(text) && text.search(EMAIL) !== -1;
}

/**
 * The event with every e-mail address in its properties, title, addresses and campaign replaced by `(email)`: a form's field
 * or a mailing's link can carry one without anybody having meant to. The event itself where there is none.
 */
export function withoutEmails(event: WireEvent): WireEvent {
  const context = withoutEmailsIn(event.context);
  const utm = context.utm && withoutEmailsIn(context.utm);
  const properties = withoutEmailsIn(event.properties);
  if (context === event.context && utm === context.utm && properties === event.properties) return event;
  return { ...event, context: utm === context.utm ? context : { ...context, utm }, properties };
}

function withoutEmailsIn<T extends object>(values: T): T {
  let clean: T | undefined;
  for (const key in values) {
    const value = values[key];
    if (typeof value !== 'string' || !mayHaveEmail(value)) continue;
    const text = value.replace(EMAIL, PLACEHOLDER);
    if (text !== value) (clean ??= { ...values })[key] = text as typeof value;
  }
  return clean ?? values;
}

/** Quick, for what nearly every text is. */
function mayHaveEmail(text: string): boolean {
  return text.includes('@') || text.includes('%40');
}
