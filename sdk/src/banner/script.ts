/**
 * The banner: asks the visitor, keeps the answer, and tells it to the tracker, to the collector as proof, and to the page as
 * `consentchange` on `document`.
 *
 * undecided -> decided -> undecided again, once the answer is out of date. Only the undecided see a banner, and whoever opens
 * it by an element with `data-consent-open`. A browser that signals an opt-out is not asked: that is its answer.
 */
import { record, sync, toggle } from './banner.ts';
import { expireRecord, RECORD_KEY, sendRecord } from './record.ts';
import { shared, version } from './settings.ts';

/** Another tab has decided; or this page comes back from the back/forward cache and may have missed that. */
const follow = ({ key, persisted }: StorageEvent & PageTransitionEvent): void => {
  if (persisted || key == RECORD_KEY) sync();
};

// The tag may be on the page twice.
if (!shared.version) {
  shared.version = version;
  expireRecord();
  sync();
  if (record) void sendRecord(record);
  addEventListener('click', toggle, true);
  addEventListener('storage', follow as EventListener);
  addEventListener('pageshow', follow as EventListener);
}
