/** Somebody's wish to be sent a summary of a site after each of its weeks or months. */
export interface Digest {
  digest_id: string;
  period: 'week' | 'month';
  channel: 'email' | 'webhook';
  /** An e-mail address, or where to post JSON. */
  address: string;
}

/** A digest that is due, and the local days that it is about. */
export interface DueDigest extends Digest {
  site_id: number;
  /** `YYYY-MM-DD`, inclusive. */
  period_start: string;
  period_end: string;
}
