import { document, location } from './browser.ts';
import { flatten } from './flatten.ts';
import { listen } from './listen.ts';
import { FILE_DOWNLOAD, FORM_SUBMIT, OUTBOUND_CLICK } from './names.ts';
import { redact } from './redact.ts';
import { track } from './track.ts';

const FILE = /\.(pdf|zip|gz|rar|7z|tar|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|txt|epub|dmg|pkg|exe|msi|apk|iso|mp[34]|wav|mov|avi)$/i;

/** `data-track-plan-name="x"` is the property `plan_name`. */
const taggedProperties = (element: Element): object =>
  Object.fromEntries(
    [...element.attributes]
      .filter(({ name }) => /^data-track-/.test(name))
      .map(({ name, value }) => [name.slice(11).replace(/-/g, '_'), value]),
  );

/** Sees clicks and submissions first, before a handler of the page can stop them, and changes nothing about them. */
const interact = (event: MouseEvent | SubmitEvent): void => {
  const find = (selector: string) => (event.composedPath() as Element[]).find((node) => node.matches?.(selector));
  const submitted = event.type == 'submit';
  if ((event as MouseEvent).button > 1) return;
  const tagged = find(submitted ? 'form[data-track]' : '[data-track]:not(form)');
  const form = submitted && find('form');
  if (form && !form.matches(':valid')) return;
  if (tagged) return void track(tagged.getAttribute('data-track')!, taggedProperties(tagged));
  if (form) return void track(FORM_SUBMIT, { form_id: form.getAttribute('id'), form_name: form.getAttribute('name') });
  const link = find(':any-link') as HTMLAnchorElement | undefined;
  if (!link) return;
  const url = new URL((link.href as unknown as SVGAnimatedString).baseVal ?? link.href, location.href);
  const download = link.hasAttribute('download') || FILE.test(url.pathname);
  if (!/^http/.test(url.protocol) || (url.host == location.host && !download)) return;
  // What the page itself does with the click is known only after all of its handlers.
  setTimeout(() => event.defaultPrevented || track(download ? FILE_DOWNLOAD : OUTBOUND_CLICK, { url: redact(url.href) }));
};

export const watchInteractions = (): void => listen(document, 'click auxclick submit', interact);
