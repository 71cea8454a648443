import type { BoxId } from '../../records/ids.js';
import type { BackupLocal, BackupSettings } from '../backup/backup-format.js';
import type { KeyedCertificate } from '../tls/local-ca.js';

// What a spare box and the main one say to each other on the LAN, and what the main says of it to its operator.

/** Every route of the main box's LAN address that is for a spare one begins so. */
export const STANDBY_PATH = '/api/standby';

/** POST …/pair: `code` without the mark of the CA */
export interface PairRequest {
  code: string;
  /** what the spare box is called in the main one's list */
  name: string;
}

export interface PairAnswer {
  box: BoxId;
  /** eight letters and digits: the spare box's id */
  standby: string;
  /** shown with every later request: `Authorization: Bearer …` */
  credential: string;
}

/** GET …/state */
export interface MainState {
  box: BoxId;
  /** on disk */
  records: number;
  replacedBy: BoxId | null;
}

/**
 * GET …/records?after=N&rev=R answers with a bundle of the records after N, of which R is the last one's revision, or
 * with 204 where none comes within a second. This header says how many the main box has.
 */
export const RECORDS_HEADER = 'nadi-records';

/** GET …/kept: what a new box needs besides records, as a backup has it, and the CA that phones here trust. */
export interface KeptPart extends BackupSettings {
  locals: BackupLocal[];
  /** null where the pages speak plain HTTP */
  ca: KeyedCertificate | null;
}

/** POST …/replaced; the answer is a MainState. */
export interface ReplacedRequest {
  by: BoxId;
}

/** One that was paired, as the main box's operator sees it. */
export interface StandbyState {
  standby: string;
  name: string;
  state: 'paired' | 'revoked';
  /** UTC: paired or removed */
  since: string;
  /** UTC; null where it was never heard of */
  lastSeen: string | null;
  /** records that it has not yet asked for; null until it was heard of after the server's start */
  behind: number | null;
  /** it was not heard of for minutes */
  isSilent: boolean;
}

/** GET /standby on the main box's admin socket */
export interface StandbyList {
  standbys: StandbyState[];
}

/** POST /standby/code */
export interface StandbyCode {
  /** `k7mp-3xq9`, with TLS `k7mp-3xq9-ab2c-d3ef-gh4j` */
  code: string;
  minutes: number;
  /** where the spare box finds this one */
  addresses: string[];
}

/** On a box that took over as a spare one: what the old box was told. */
export interface OldBoxState {
  box: BoxId;
  /** UTC: when it first heard that it is replaced, since this server's start; null while it is silent */
  toldAt: string | null;
  /** records that it wrote after the last contact, taken in from it */
  late: number;
}
