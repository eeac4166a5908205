/**
 * `pending`: nothing is stored or sent, events are held in memory. `granted`: all is on. `denied`: all is off and wiped.
 * `anonymous`: events are sent, but nothing is stored and nobody gets an id.
 */
export type ConsentState = 'pending' | 'granted' | 'denied' | 'anonymous';

export let consent: ConsentState;

export const changeConsent = (state: ConsentState): ConsentState => (consent = state);
