import { adopt } from './adopt.ts';
import { attempt } from './attempt.ts';
import { navigator } from './browser.ts';
import { consent, open, setConsent, type ConsentState } from './consent.ts';
import { halt, schedule } from './flush.ts';
import { seal, settle, waiting } from './queue.ts';
import { settings } from './settings.ts';
import { keys, prefix, read, remove } from './storage.ts';

const KEY = 'consent';

const decision = (): ConsentState | null | undefined => attempt(() => localStorage.getItem(prefix() + KEY) as ConsentState | null);

/**
 * What another consent manager says comes first, then the visitor's own choice, then the browser's signal
 * (Global Privacy Control, Do Not Track), then the owner's mode.
 */
export const initialConsent = (): ConsentState => {
  const given = settings.consent as ConsentState | 'required' | undefined;
  const signal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl || navigator.doNotTrack == '1';
  return given == 'granted' || given == 'denied'
    ? given
    : decision() || (signal ? 'denied' : given == 'anonymous' ? given : 'pending');
};

/** Removes all that is kept, but for the decision. */
const wipe = (): void => {
  halt();
  settle([...waiting.keys()], 'dropped');
  for (const key of keys('')) if (key != KEY) remove(key);
};

/** Enters a state, and tells the page by a `consentchange` event on `window`, whose `detail` is the state. */
export const enter = (state: ConsentState): void => {
  setConsent(state);
  if (state == 'denied') wipe();
  if (open()) {
    waiting.forEach((entry, id) => seal(id, entry));
    adopt();
    schedule();
  }
  dispatchEvent(new CustomEvent('consentchange', { detail: state }));
};

/** The state; with a choice, the state after the visitor has made it. The choice is remembered. */
export const decide = (choice?: 'grant' | 'deny'): ConsentState => {
  if (choice) {
    const state = choice == 'grant' ? 'granted' : 'denied';
    attempt(() => localStorage.setItem(prefix() + KEY, state));
    enter(state);
  }
  return consent;
};

/** Removes all that is kept, the decision included, and starts anew. Returns the visitor's id, by which the owner can erase what the collector has. */
export const forget = (): string | undefined => {
  const id = read('visitor');
  wipe();
  remove(KEY);
  enter(initialConsent());
  return id;
};

/** Another tab has decided. */
export const follow = ({ key, newValue }: StorageEvent): void => {
  if (key && key != prefix() + KEY) return;
  if (!newValue) wipe();
  enter((newValue as ConsentState | null) || initialConsent());
};

/** A page that was frozen has missed what other tabs decided. */
export const recall = (): void => {
  const state = decision();
  if (state && state != consent) enter(state);
};
