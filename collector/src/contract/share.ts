/** A link that opens one site's figures, and changes nothing, to whoever holds it. */
export interface ShareLink {
  share_id: string;
  name: string;
  /** ISO times. */
  created_at: string;
  /** Null: until it is deleted. */
  expires_at: string | null;
}

/** Body of `POST /api/sites/{site}/shares`. */
export interface NewShareLink {
  /** What it is for, for whoever looks through the list. 1 to 100 characters. */
  name: string;
  /** ISO time in the future; left out: until it is deleted. */
  expires_at?: string | undefined;
}

export interface CreatedShareLink extends ShareLink {
  /** `sh_…`, for `Authorization: Bearer`. Told only now: what is kept is its hash. */
  token: string;
  /** The page that shows the panel. The token stands in its fragment, which browsers do not send. */
  url: string;
}

export interface ShareLinks {
  shares: ShareLink[];
}
