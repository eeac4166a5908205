/** The reader is about to look at one of several sites. `preventDefault()` leaves it to the host. */
export class StatsSiteEvent extends Event {
  static readonly type = 'stats-site';
  /** Public key. */
  readonly site: string;
  constructor(site: string) {
    super(StatsSiteEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.site = site;
  }
}
