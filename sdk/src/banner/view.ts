import { data, purposes } from './settings.ts';
import { STYLE } from './style.ts';
import { language, word } from './word.ts';

type Tags = HTMLElementTagNameMap;

/** No markup is parsed, for Trusted Types, and no style is inline, for `style-src`. */
const create = <K extends keyof Tags>(tag: K, properties: Partial<Tags[K]>, ...children: (Node | string)[]): Tags[K] => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** Draws the banner, with `ticked` purposes ticked. `choose` is called with what the visitor allows. */
export const draw = (ticked: Record<string, boolean> | undefined, choose: (allow: (purpose: string) => boolean) => void): HTMLElement => {
  const boxes: Record<string, HTMLInputElement> = {};
  /** Without `allowed`, what is ticked is. */
  const button = (text: string, allowed?: boolean) =>
    create('button', { onclick: () => choose((purpose) => allowed ?? boxes[purpose]!.checked) }, text);

  const host = create('section', { lang: language, role: 'region', ariaLabel: word('title') });
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  root.append(
    create(
      'div',
      // Not the host's own: that would take its controls out of the order of the tab key.
      { tabIndex: -1 },
      create('bdi', {}, word('text').replace('{}', purposes.map(word).join(', ')), ' ', data['privacy'] ? create('a', { href: data['privacy'] }, word('title')) : ''),
      purposes[1]
        ? create(
            'span',
            {},
            ...purposes.map((purpose) =>
              create('label', {}, (boxes[purpose] = create('input', { type: 'checkbox', checked: ticked?.[purpose] })), ' ', word(purpose)),
            ),
          )
        : '',
      create(
        'span',
        {},
        button(word('reject'), false),
        button(word('accept'), true),
        purposes[1] ? button(word('selected')) : '',
      ),
    ),
  );
  return host;
};
