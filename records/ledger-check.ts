import type { KeyRecord, RestoreRecord, SealRecord } from './box.js';
import { CHAIN_START, type ChainMark } from './chain.js';
import { boxOf, type BoxId } from './ids.js';
import { isMisnumbered, toEntry, type Entry } from './ledger-entry.js';
import { findingPlace, type Between, type Finding, type LedgerReport } from './ledger-finding.js';
import { headAt, settleStretch, type Stretch } from './ledger-stretch.js';
import { checkTimes } from './ledger-times.js';
import { NumbersSeen } from './numbers-seen.js';
import { isSigned, sealText } from './seal.js';

/** A box is switched off over a festival, not over a month. */
const JUMP_MS = 30 * 86_400_000;
/** More findings than these are counted, not listed. */
const LISTED = 1_000;

export interface CheckOptions {
  /** whose ledger it should be; absent: that of the first record */
  box?: BoxId;
  /** public keys (base64url) of which one must have signed the last seal; absent: those in the ledger are believed */
  trusted?: readonly string[];
  /** where the records begin, if not at the first */
  start?: ChainMark;
  /** what somebody else (the running server, a backup's header) knows to stand there; `head` null: only how many */
  expected?: { n: number; head: string | null };
  /** false where the source hands records out in another order than that of their numbers */
  ordered?: boolean;
  /** more than this between two neighbours is a clock's jump, milliseconds */
  jumpMs?: number;
}

/**
 * Checks a ledger record by record. Each stretch between two seals is judged alone, so that a finding says between
 * which seals it lies, and what follows is still checked.
 */
export class LedgerCheck {
  readonly #findings: Finding[] = [];
  readonly #numbers: NumbersSeen;
  #open: Stretch;
  readonly #broken: (Stretch & { end: ChainMark })[] = [];
  readonly #keys = new Map<string, KeyRecord>();
  readonly #unknownKeys = new Set<string>();
  readonly #boxes: BoxId[] = [];
  readonly #uncertain: number[] = [];
  readonly #rewritten = new Set<string>();
  #seals = 0;
  #lastSeal: { record: SealRecord; key: string } | null = null;
  #position = 0;
  #isDoubted = false;
  #records = 0;
  readonly #unordered: Entry[] = [];

  constructor(private readonly options: CheckOptions = {}) {
    const start = options.start ?? CHAIN_START;
    this.#numbers = new NumbersSeen(start.n);
    this.#open = { start, end: null, entries: [], atBefore: null };
  }

  add(document: object): void {
    this.#position += 1;
    const { _id, _deleted } = document as { _id?: unknown; _deleted?: unknown };
    const id = typeof _id === 'string' ? _id : '';
    if (_deleted === true) {
      this.#findings.push({ kind: 'deleted', id });
      return;
    }
    const entry = toEntry(document);
    if (!entry) this.#findings.push({ kind: 'malformed', position: this.#position, id });
    else if (this.options.ordered === false) this.#unordered.push(entry);
    else this.#take(entry);
  }

  /** @param isDoubted where somebody else knows already that something isn't as it was: then who doesn't fit is named */
  finish(isDoubted = false): LedgerReport {
    this.#isDoubted = isDoubted;
    this.#takeUnordered();
    const { expected } = this.options;
    if (expected) this.#meet(expected);
    const head = this.#judge(this.#open);
    for (const stretch of this.#broken) this.#judge(stretch);
    for (const { from, to } of this.#numbers.missing) {
      this.#findings.push({ kind: 'gap', from, to, between: this.#between(from, to) });
    }
    for (const named of this.#numbers.moved()) {
      if (!this.#rewritten.has(named.id)) this.#findings.push({ kind: 'reordered', ...named });
    }
    this.#judgeLastKey();
    return this.#report(head);
  }

  #takeUnordered(): void {
    this.#unordered.sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1));
    this.#unordered.forEach((entry, place) => {
      const before = this.#unordered[place - 1];
      // A cluster's feed may hand a row out twice.
      if (before?.id !== entry.id || before.hash !== entry.hash) this.#take(entry);
    });
  }

  #take(entry: Entry): void {
    this.#records += 1;
    const { n, id, record } = entry;
    const isNew = this.#numbers.add(n, id);
    if (entry.revision === 'again') this.#takeRewritten(entry);
    if (isMisnumbered(entry)) this.#findings.push({ kind: 'misnumbered', n, id });
    if (isNew && record?.type === 'restore') this.#takeRestore(record);
    this.#checkBox(entry);
    if (isNew && record?.type === 'seal') this.#takeSeal(record);
    if (isNew && record?.type === 'key') this.#takeKey(record);
    const stretch = n > this.#open.start.n ? this.#open : this.#broken.find(({ end }) => n <= end.n);
    // Where its number was met by a seal already, this one is the false one.
    if (!stretch || n <= stretch.start.n) this.#nameDouble(entry);
    else stretch.entries.push(entry);
  }

  #takeRewritten({ n, id }: Entry): void {
    this.#findings.push({ kind: 'rewritten', n, id });
    this.#rewritten.add(id);
  }

  #checkBox({ n, id }: Entry): void {
    const box = boxOf(id);
    if (this.#boxes.length === 0) {
      const { box: own } = this.options;
      const first = box !== null && (own === undefined || facilityOf(box) === facilityOf(own)) ? box : own;
      if (first !== undefined) this.#boxes.push(first);
    }
    if (box === null || !this.#boxes.includes(box)) this.#findings.push({ kind: 'foreign', n, id });
  }

  /** The facility goes on, on a new box under the next letter. */
  #takeRestore({ _id, n, from, upTo, head }: RestoreRecord): void {
    const box = boxOf(_id);
    const lawful = box !== null && this.#boxes.includes(from) && facilityOf(box) === facilityOf(from);
    if (lawful && !this.#boxes.includes(box)) this.#boxes.push(box);
    if (typeof head === 'string' && upTo === n - 1 && upTo >= this.#open.start.n)
      this.#close({ n: upTo, head });
  }

  #takeKey(record: KeyRecord): void {
    const { _id: id, n, key } = record;
    const box = boxOf(id);
    const other = [...this.#keys.keys()].some((known) => boxOf(known) === box);
    // A box has one key for life.
    if (other) this.#findings.push({ kind: 'unknown-key', n, id, key: id });
    this.#keys.set(id, record);
    if (typeof key !== 'string') this.#findings.push({ kind: 'bad-signature', n, id });
  }

  #takeSeal(seal: SealRecord): void {
    const { _id: id, n, upTo, head, key } = seal;
    const known = this.#keys.get(key)?.key;
    const candidates = [...(known === undefined ? [] : [known]), ...(this.options.trusted ?? [])];
    const signer = candidates.find((one) => isSigned(sealText(seal), String(seal.signature), one));
    if (signer === undefined) {
      if (known !== undefined) this.#findings.push({ kind: 'bad-signature', n, id });
      else if (!this.#unknownKeys.has(key)) this.#findings.push({ kind: 'unknown-key', n, id, key });
      this.#unknownKeys.add(key);
      return;
    }
    if (upTo !== n - 1 || upTo < this.#open.start.n) return;
    this.#seals += 1;
    this.#lastSeal = { record: seal, key: signer };
    this.#close({ n: upTo, head });
  }

  /** The chain up to `end` is told by somebody: what follows is checked from there, whatever came before. */
  #close(end: ChainMark): void {
    const { entries, start, atBefore } = this.#open;
    const stretch = { start, end, entries: entries.filter(({ n }) => n <= end.n), atBefore };
    const { chosen, doubles, fits } = settleStretch(stretch);
    // What isn't as it was sealed says nothing about the time; the seal, which comes next, is signed with its own.
    const last = fits === true ? (chosen.at(-1)?.at ?? atBefore) : null;
    this.#open = { start: end, end: null, entries: entries.filter(({ n }) => n > end.n), atBefore: last };
    if (fits === true && doubles.length === 0) {
      this.#judgeTimes(chosen, atBefore);
      this.#nameRevised(chosen);
      // What is missing may stand further behind.
    } else this.#broken.push(stretch);
  }

  /** Names what is wrong in a stretch; gives the chain at its end. */
  #judge(stretch: Stretch): string | null {
    const { chosen, doubles, complete, head, fits } = settleStretch(stretch);
    for (const double of doubles) this.#nameDouble(double);
    this.#judgeTimes(chosen, stretch.atBefore);
    const sealed = stretch.end !== null || this.#isDoubted;
    const suspects = chosen
      .filter(({ revision }) => sealed && (revision === 'again' || revision === 'no'))
      .map(({ n, id }) => ({ n, id }));
    // A missing number explains why the seal isn't met.
    const broken = fits === false || (fits === null && suspects.length > 0);
    if (broken && (complete || suspects.length > 0)) {
      const between = { after: stretch.start.n, upTo: stretch.end?.n ?? null };
      this.#findings.push({ kind: 'changed', between, suspects: suspects.slice(0, 20) });
    } else this.#nameRevised(chosen);
    return head;
  }

  /** No seal covers a revision, but every copy of a record has the same one: another box takes this one for another. */
  #nameRevised(entries: readonly Entry[]): void {
    for (const { n, id, revision } of entries) {
      if (revision === 'no') this.#findings.push({ kind: 'revised', n, id });
    }
  }

  /** One that was written again is named already. */
  #nameDouble({ n, id }: Entry): void {
    if (!this.#rewritten.has(id)) this.#findings.push({ kind: 'duplicate', n, id });
  }

  #judgeTimes(entries: readonly Entry[], atBefore: number | null): void {
    this.#findings.push(...checkTimes(entries, atBefore, this.options.jumpMs ?? JUMP_MS));
    for (const { n, uncertain } of entries) if (uncertain) this.#uncertain.push(n);
  }

  /** The end of the ledger against what is known of it from elsewhere. */
  #meet({ n, head }: { n: number; head: string | null }): void {
    if (n <= this.#open.start.n) return;
    this.#numbers.expect(n);
    const found = head === null ? null : headAt(this.#open, n);
    if (found === null || found === head) return;
    const between = { after: this.#open.start.n, upTo: n };
    this.#findings.push({ kind: 'changed', between, suspects: [] });
  }

  #judgeLastKey(): void {
    const { trusted } = this.options;
    if (!trusted || !this.#lastSeal || trusted.includes(this.#lastSeal.key)) return;
    const { _id: id, n, key } = this.#lastSeal.record;
    // A new box that hasn't sealed yet stands on the seals of the one before it.
    if (boxOf(id) !== this.#boxes.at(-1)) return;
    this.#findings.push({ kind: 'unknown-key', n, id, key });
  }

  #between(from: number, to: number): Between {
    const first = this.#broken.find(({ end }) => from <= end.n);
    const last = this.#broken.find(({ end }) => to <= end.n);
    return { after: first?.start.n ?? this.#open.start.n, upTo: last?.end.n ?? null };
  }

  #report(head: string | null): LedgerReport {
    const findings = this.#findings.sort((a, b) => findingPlace(a) - findingPlace(b));
    const sealed = this.#lastSeal?.record ?? null;
    const { last } = this.#numbers;
    return {
      box: this.#boxes.at(-1) ?? null,
      boxes: [...this.#boxes],
      records: this.#records,
      last,
      head: this.#numbers.missing.length === 0 ? head : null,
      seals: this.#seals,
      lastSeal: sealed && { id: sealed._id, upTo: sealed.upTo, at: sealed.at },
      unsealed: this.#open.entries.filter(({ n }) => n > (sealed?.n ?? 0)).length,
      keys: [...this.#keys.values()].map(({ _id: id, key, n }) => ({ id, key, n })),
      clockUncertain: spans(this.#uncertain),
      findings: findings.slice(0, LISTED),
      more: Math.max(0, findings.length - LISTED),
      whole: findings.length === 0,
    };
  }
}

/** `BR1042b` → `BR1042` */
function facilityOf(box: BoxId): string {
  return box.replace(/[a-z]$/, '');
}

function spans(numbers: number[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const n of numbers.sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.to === n - 1) last.to = n;
    else found.push({ from: n, to: n });
  }
  return found;
}
