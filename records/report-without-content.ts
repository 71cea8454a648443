import type { PartKind } from './ids.js';
import type { Finding, LedgerReport, NamedRecord } from './ledger-finding.js';

const PARTS: readonly PartKind[] = [
  ...(['move', 'vitals', 'consultation', 'diagnosis', 'rx', 'lab-order', 'lab-result'] as const),
  ...(['lab-ack', 'dispense', 'return', 'referral', 'referral-cancel'] as const),
  ...(['referral-results', 'admission'] as const),
];
/** As boxes name records: kind, box, numbers, a part's kind, a check character. Nothing that a person typed fits. */
const NAMED = new RegExp(
  `^[a-z]+(?:-[a-z]+)*:[A-Z]{2}\\d{2,6}[a-z]?(?:[:-](?:\\d+|[0-9A-Z]|${PARTS.join('|')}))*$`,
);

/** What stands in place of an id that no box gives. */
export const UNSHOWN_ID = '…';

/**
 * A report for those who may not read the records: numbers, times, public keys and ids. An id that no box would give
 * may hold anything, such as a name; it is left out.
 */
export function reportWithoutContent(report: LedgerReport): LedgerReport {
  const { lastSeal, keys, findings } = report;
  return {
    ...report,
    lastSeal: lastSeal && { ...lastSeal, id: shown(lastSeal.id) },
    keys: keys.map((seen) => ({ ...seen, id: shown(seen.id), key: base64(seen.key) })),
    findings: findings.map(findingShown),
  };
}

function findingShown(finding: Finding): Finding {
  if (finding.kind === 'changed') return { ...finding, suspects: finding.suspects.map(named) };
  if (finding.kind === 'unknown-key') return { ...named(finding), key: shown(finding.key) };
  return 'id' in finding ? named(finding) : finding;
}

function named<T extends Pick<NamedRecord, 'id'>>(record: T): T {
  return { ...record, id: shown(record.id) };
}

function shown(id: unknown): string {
  return typeof id === 'string' && NAMED.test(id) ? id : UNSHOWN_ID;
}

/** An Ed25519 key has 32 bytes. */
function base64(key: unknown): string {
  return typeof key === 'string' && /^[\w-]{43}$/.test(key) ? key : UNSHOWN_ID;
}
