import { keepClear } from './keep-clear.ts';
import { readRecord, sendRecord, type ConsentRecord } from './record.ts';
import { optOut, purposes, shared, version, type Choice } from './settings.ts';
import { tellTracker } from './tracker.ts';
import { draw } from './view.ts';

export let record: ConsentRecord | undefined;
let banner: HTMLElement | undefined;
/** What the visitor has opened the banner with; missing where the page has. */
let opener: HTMLElement | undefined;

const choose = (allow: (purpose: string) => unknown): Choice => Object.fromEntries(purposes.map((purpose) => [purpose, !!allow(purpose)]));

/** Tells the page. */
const publish = (detail: { choice: Choice }): void => {
  shared.choice = detail.choice;
  document.dispatchEvent(new CustomEvent('consentchange', { detail }));
};

const hide = (): void => {
  banner?.remove();
  opener?.focus();
  banner = opener = undefined;
};

const show = (): void => {
  banner = draw(record?.choice, (allow) => {
    record = {
      // A blob's address ends with a random UUID, on pages without https too, where `crypto.randomUUID` is missing.
      id: URL.createObjectURL(new Blob()).slice(-36),
      version,
      choice: choose(allow),
      time: new Date().toISOString(),
    };
    void sendRecord(record);
    tellTracker(record.choice);
    publish(record);
    hide();
  });
  // A handler must not return false: that would cancel every other key.
  banner.onkeydown = ({ key }) => {
    if (key == 'Escape' && opener) sync();
  };
  document.body.prepend(banner);
  keepClear(banner);
};

/** Brings the page in line with what is decided, here or in another tab. */
export const sync = (): void => {
  const signal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl || +navigator.doNotTrack!;
  hide();
  record = readRecord() || record;
  if (record) publish(record);
  else if (signal || optOut) {
    const choice = choose(() => !signal);
    if (optOut) tellTracker(choice);
    publish({ choice });
  } else show();
};

/** For clicks anywhere: those on an element with `data-consent-open`, or in it, open the banner, or close it again. */
export const toggle = (event: Event): void => {
  const found = (event.composedPath() as HTMLElement[]).find((node) => node.matches?.('[data-consent-open]'));
  if (!found) return;
  event.preventDefault();
  if (opener) return sync();
  hide();
  opener = found;
  show();
  (banner!.shadowRoot!.firstChild as HTMLElement).focus();
};
