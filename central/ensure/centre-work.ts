import type { ServerScope } from 'nano';
import type { Progress } from '../../records/progress.js';

/** `made`: it was missing; `stands`: it was right already; `updated`: it was there and differed; `removed`. */
export type Outcome = 'made' | 'stands' | 'updated' | 'removed';

/** One thing at the centre: `facility-br1042`, `facility-br1042/_security`, … and what was done about it. */
export interface Prepared {
  what: string;
  outcome: Outcome;
}

/** What everything that prepares a centre works with. */
export interface CentreWork {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  /** nothing is written; outcomes are those that a run would have */
  dryRun: boolean;
  /** copies of each document: see `copiesFor` */
  n: number;
  /** hears how far long work is */
  tell?: (progress: Progress) => void;
  /** says that nobody waits for it any more */
  signal?: AbortSignal;
}
