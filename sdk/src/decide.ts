import { adopt } from './adopt.ts';
import { attempt } from './attempt.ts';
import { navigator } from './browser.ts';
import { changeConsent, consent, type ConsentState } from './consent.ts';
import { flush, halt } from './flush.ts';
import { settle, waiting } from './queue.ts';
import { seal } from './seal.ts';
import { settings } from './settings.ts';
import { prefix, store, useStore, type Store } from './store.ts';

declare global {
  interface Window {
    /** Where the tracker keeps things instead of `localStorage`. An add-on may set it before the tracker starts. */
    passerbyStore?: object;
  }
}

/** Holds the decision whatever it says, a refusal too; all else only while consent is granted. */
let local: Store;
let key: string;

export const openStorage = (): void => {
  key = prefix + 'consent';
  local = (attempt(() => window.passerbyStore || localStorage) || {}) as Store;
};

/**
 * Enters the state that holds now, and tells it: the visitor's own choice, made by this call, before it or in another tab; else the browser's
 * signal (Global Privacy Control, Do Not Track); else the owner's mode. Asked at every beat rather than at a storage event, which comes before
 * the other tab's visitor id is there to be shared. Leaving `granted` removes all that is kept but the decision. A
 * `consentchange` event on `window` tells the page. Where a choice cannot be stored, nothing else is either.
 *
 * @param choice the first time, what the tag says
 */
export const decide = (choice?: string): ConsentState => {
  const decision = ({ g: 'granted', d: 'denied' } as Store)[((choice || (!consent && settings.consent)) as string | undefined)?.[0] as string];
  if (decision && !attempt(() => (local[key] = decision))) local = { [key]: decision };
  const before = consent;
  changeConsent(
    (local[key] ||
      ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl || +navigator.doNotTrack! ? 'denied' : /^a/.test(settings.consent!) ? settings.consent : 'pending')) as ConsentState,
  );
  if (consent != before) {
    useStore(consent == 'granted' ? local : {});
    if (store == local) {
      waiting.map(seal);
      adopt();
      void flush();
    } else {
      halt();
      settle(waiting);
      for (const name in local) if (!name.indexOf(prefix) && name != key) delete local[name];
    }
    dispatchEvent(new Event('consentchange'));
  }
  return consent;
};

/** Removes all that is kept, the decision included, and starts anew. */
export const forget = (): void => {
  delete local[key];
  decide();
};
