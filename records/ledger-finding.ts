/** Between which two seals: records after one number up to another; null: after the last seal. */
export interface Between {
  after: number;
  upTo: number | null;
}

export interface NamedRecord {
  n: number;
  id: string;
}

/** What a check of a ledger found wrong, as exactly as the seals, the numbers and the times tell. */
export type Finding =
  /** numbers that no record has */
  | { kind: 'gap'; from: number; to: number; between: Between }
  /** a document was deleted; CouchDB keeps its id */
  | { kind: 'deleted'; id: string }
  /** another record has this number already */
  | ({ kind: 'duplicate' } & NamedRecord)
  /** written a second time: its revision says so */
  | ({ kind: 'rewritten' } & NamedRecord)
  /** its revision isn't the one that its content gives, and no seal says that the content was changed */
  | ({ kind: 'revised' } & NamedRecord)
  /** stands elsewhere than its number says */
  | ({ kind: 'reordered' } & NamedRecord)
  /** something between two seals isn't as it was sealed; `suspects`: records whose revision doesn't fit, if any */
  | { kind: 'changed'; between: Between; suspects: NamedRecord[] }
  /** its id says another number */
  | ({ kind: 'misnumbered' } & NamedRecord)
  /** not signed by the key that the seal names */
  | ({ kind: 'bad-signature' } & NamedRecord)
  /** the key of a seal stands in no record before it, is a second one of the same box, or isn't one of those trusted */
  | ({ kind: 'unknown-key'; key: string } & NamedRecord)
  /** the id names another box */
  | ({ kind: 'foreign' } & NamedRecord)
  /** earlier than the record before it */
  | ({ kind: 'backdated'; at: string } & NamedRecord)
  /** later than the records after it */
  | ({ kind: 'postdated'; at: string } & NamedRecord)
  /** more time since the record before it than a box is ever switched off */
  | ({ kind: 'clock-jump'; at: string; days: number } & NamedRecord)
  /** no number, no time, no type: as no box writes it; `position` counts what was read, from 1 */
  | { kind: 'malformed'; position: number; id: string }
  /** a backup: the seal in its header stands in none of its records */
  | { kind: 'foreign-seal'; file: string; upTo: number }
  /** an export: a line that cannot be read, or (0) the file isn't as it was signed */
  | { kind: 'bad-file'; line: number };

export type FindingKind = Finding['kind'];

/** The number by which findings are listed. */
export function findingPlace(finding: Finding): number {
  if ('n' in finding) return finding.n;
  if (finding.kind === 'bad-file') return 0;
  if (finding.kind === 'foreign-seal') return finding.upTo;
  if (finding.kind === 'gap') return finding.from;
  if (finding.kind === 'changed') return finding.suspects[0]?.n ?? finding.between.after + 1;
  return Infinity;
}

export interface KeySeen {
  id: string;
  key: string;
  n: number;
}

/** The outcome of a check. */
export interface LedgerReport {
  /** the box whose ledger it is at its end; null in an empty ledger */
  box: string | null;
  /** with those that it took over from, the oldest first */
  boxes: string[];
  records: number;
  /** highest number */
  last: number;
  /** the chain over all records, base64url; null where it cannot be reckoned */
  head: string | null;
  seals: number;
  lastSeal: { id: string; upTo: number; at: string } | null;
  /** records after the last seal: true to their numbers and times, but not signed yet */
  unsealed: number;
  keys: KeySeen[];
  /** numbers of records written while the clock stood behind: no fault */
  clockUncertain: { from: number; to: number }[];
  findings: Finding[];
  /** findings beyond those listed */
  more: number;
  whole: boolean;
}
