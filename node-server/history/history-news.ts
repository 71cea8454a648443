import { HISTORY_WORD_PREFIX, readHistoryWord } from '../../records/history/history-word.js';
import { HistoryWords } from '../../records/history/history-words.js';
import type { PatientId } from '../../records/ids.js';
import { readLink, type LinkDecision, type PersonLinks } from '../../records/person-links.js';
import type { DownDatabase } from '../store/databases.js';
import type { KeptHistories, KeptHistory } from './kept-histories.js';

export interface HistoryNewsOptions {
  inbox: DownDatabase;
  links: PersonLinks;
  kept: KeptHistories;
  onTrouble: (error: unknown) => void;
}

/**
 * What the centre tells of histories that are kept here: the patient has withdrawn, something is restricted now, two ids
 * are no longer one person. Read from the inbox at the start and as it comes, and done to the copies at once.
 */
export class HistoryNews {
  readonly #words = new HistoryWords();
  readonly #stopping: (() => void)[] = [];
  /** what has been read is done to the copies, one after the other */
  #done: Promise<void>;

  constructor(private readonly options: HistoryNewsOptions) {
    this.#done = this.#begin();
    this.#done.catch(options.onTrouble);
  }

  /** What was told until now; the copies are as it wants them. */
  async words(): Promise<HistoryWords> {
    await this.#done;
    return this.#words;
  }

  /** A copy has come: what was told while it was under way counts for it too. */
  judge(patient: PatientId): Promise<void> {
    return this.#inTurn(() => this.#judge(patient));
  }

  async close(): Promise<void> {
    await this.#done.catch(() => undefined);
    for (const stop of this.#stopping) stop();
    await this.#done.catch(() => undefined);
  }

  async #begin(): Promise<void> {
    const { inbox, kept } = this.options;
    const { update_seq: since } = await inbox.info();
    for (const document of await underPrefix(inbox, HISTORY_WORD_PREFIX)) this.#take(document);
    // What came while the box was about to stop may have been done to no copy yet.
    if (kept.patients().length > 0) {
      const links = (await underPrefix(inbox, 'link:')).flatMap((document) => readLink(document) ?? []);
      for (const patient of kept.patients()) await this.#judge(patient, links);
    }
    const feed = inbox.changes({ live: true, since, include_docs: true });
    void feed.on('change', ({ doc }) => {
      if (doc) this.#hear(doc);
    });
    void feed.on('error', this.options.onTrouble);
    this.#stopping.push(() => {
      feed.cancel();
    });
  }

  #take(document: object): PatientId | null {
    const word = readHistoryWord(document);
    if (word) this.#words.apply(word);
    return word?.patient ?? null;
  }

  #hear(document: object): void {
    const { kept, onTrouble } = this.options;
    const patient = this.#take(document);
    const link = readLink(document);
    if (patient === null && !link) return;
    if (link) this.options.links.apply(link);
    const judged = kept.patients().map((one) => this.#inTurn(() => this.#judge(one, link ? [link] : [])));
    Promise.all(judged).catch(onTrouble);
  }

  async #judge(patient: PatientId, links: readonly LinkDecision[] = []): Promise<void> {
    const { kept } = this.options;
    const copy = await kept.get(patient);
    if (!copy) return;
    if (links.some((link) => this.#isParted(copy, link))) return kept.wipe(patient);
    const { records, since = copy.at, head } = copy;
    const after = this.#words.after({ patients: head.patients, since, records });
    if (after.outcome === 'withdrawn') await kept.wipe(patient);
    if (after.outcome === 'closed') {
      const { records: left, at: closedAt } = after;
      await kept.keep({ ...copy, records: left, closedAt, head: { ...head, leftOut: true } });
    }
  }

  /** It holds records of somebody who, it turned out, is another person. */
  #isParted({ head }: KeptHistory, { a, b }: LinkDecision): boolean {
    const holdsBoth = head.patients.includes(a) && head.patients.includes(b);
    return holdsBoth && !this.options.links.idsOf(a).includes(b);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#done.then(work);
    this.#done = done.catch(() => undefined);
    return done;
  }
}

async function underPrefix(inbox: DownDatabase, prefix: string): Promise<object[]> {
  const { rows } = await inbox.allDocs({ include_docs: true, startkey: prefix, endkey: `${prefix}\uffff` });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
}
