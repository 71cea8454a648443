import type { Databases } from '../../node-server/store/databases.js';
import type { Centre } from '../../sync/centre-database.js';
import { stockContender } from './stock-contender.js';
import { replicationContender } from './replication-contender.js';

/** One way to bring records to the centre and documents from it, on a box that is open. */
export interface Contender {
  /** resolves when the centre has confirmed all that stands in the ledger, however often the line broke */
  push: () => Promise<void>;
  /** resolves when all that the centre has for this box is here */
  pull: () => Promise<void>;
  close: () => Promise<void>;
}

export interface ContenderOptions {
  databases: Databases;
  centre: Centre;
  box: string;
}

export const CONTENDERS = {
  /** PouchDB's replication as it comes */
  stock: stockContender,
  /** the same with every option tuned: what a box does without a gateway */
  tuned: ({ centre: { gateway: _gateway, ...couchdb }, ...options }) =>
    replicationContender({ ...options, centre: couchdb }),
  /** through the gateway */
  exchange: replicationContender,
} satisfies Record<string, (options: ContenderOptions) => Contender>;

export type ContenderName = keyof typeof CONTENDERS;
