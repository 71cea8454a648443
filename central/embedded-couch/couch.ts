import type { Databases } from './databases.js';
import type { Sessions } from './sessions.js';
import type { Users } from './users.js';

/** What the routes share. */
export interface Couch {
  databases: Databases;
  users: Users;
  sessions: Sessions;
  /** bytes of one request's body, after gunzip */
  bodyLimit: number;
  cors: { origins: string[] } | undefined;
  log: (line: string) => void;
}
