import type { Role } from 'passerby';

/** Whoever is signed in to your platform. */
export interface User {
  id: string;
  /** `artist` sees the sites that are theirs; `admin`, the platform's own people, sees all. */
  role: Role;
}
