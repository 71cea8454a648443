import { PAPERS_MARK, type PapersMark } from './exchange/paper-outgoing.js';
import { readNamedMark } from './sync-mark.js';

export interface WaitingPapersCount {
  count: number;
  bytes: number;
}

interface Attached {
  _attachments?: Record<string, { length?: number }>;
}

/** Counts the scans and photos that wait, each looked at once. */
export class WaitingPapers {
  #seen = 0;
  #waiting: { sequence: number; bytes: number }[] = [];

  constructor(
    readonly papers: PouchDB.Database,
    readonly centre: string,
  ) {}

  async count(): Promise<WaitingPapersCount> {
    const mark = await readNamedMark<PapersMark>(this.papers, PAPERS_MARK);
    const confirmed = mark?.centre === this.centre ? mark.confirmed : 0;
    const since = Math.max(this.#seen, confirmed);
    const { results } = await this.papers.changes<Attached>({ since, include_docs: true });
    for (const { doc, seq } of results) {
      this.#seen = Number(seq);
      const sizes = Object.values(doc?._attachments ?? {}).map(({ length = 0 }) => length);
      this.#waiting.push({ sequence: this.#seen, bytes: sizes.reduce((sum, one) => sum + one, 0) });
    }
    this.#waiting = this.#waiting.filter(({ sequence }) => sequence > confirmed);
    return {
      count: this.#waiting.length,
      bytes: this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }
}
