/** A site as the collector knows it. */
export interface Site {
  siteId: number;
  /** Public key, `pk_…`. */
  key: string;
  domain: string;
  /** Further origins that may send; a `*` stands for any first label. */
  origins: string[];
  /** IANA zone in which its days and hours are cut. */
  timezone: string;
  consent: 'required' | 'anonymous';
  owner: string | null;
  plan: string | null;
  /** SHA-256 of the secret key; null where there is none. */
  secretHash: Buffer | null;
}
