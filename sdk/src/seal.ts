import { now, stringify } from './browser.ts';
import { consent } from './consent.ts';
import { uuid } from './id.ts';
import { PROPERTY_STRING, VISIT_GAP_MS } from './limits.ts';
import { settle, type Entry } from './queue.ts';
import { settings, type Before } from './settings.ts';
import { keep, prefix, store } from './store.ts';
import { user } from './user.ts';

/**
 * Gives an event its ids, shows it to the owner's hook, and stores it under its id. Not before consent, so that tabs that
 * waited for it together agree on the visitor. `id` holds visitor, visit and the time of the last event: a visit ends by 30
 * minutes without one.
 */
export const seal = (entry: Entry): void => {
  try {
    let event = entry._event!;
    if (consent == 'granted') {
      const [visitor, visit, last] = store[prefix + 'id']?.split(',') || [];
      keep(
        'id',
        [
          (event.actor.id = visitor || uuid()),
          (event.context.visit_id = now() - (last as unknown as number) < VISIT_GAP_MS ? visit! : uuid()),
          now(),
        ] + '',
      );
      event.actor.user_id = user;
    }
    const hook = (window as unknown as Record<string, Before>)[settings.before!] || ((made) => made);
    if ((event = hook(event) as typeof event))
      keep(entry._id, (entry._json = stringify(event, (_, value) => value?.slice?.(0, PROPERTY_STRING) ?? value)));
    else settle([entry]);
  } catch {
    settle([entry], 'unserializable');
  }
};
