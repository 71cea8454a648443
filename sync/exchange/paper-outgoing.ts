import type { Outgoing } from './exchange-once.js';
import { bundleId } from './bundle-id.js';
import { encodePaper, type PaperDocument } from './paper-bundle.js';
import { readNamedMark, writeNamedMark } from '../sync-mark.js';

export interface PaperBundle extends Outgoing {
  lane: 'papers';
  /** its sequence in `papers` */
  sequence: number;
}

export const PAPERS_MARK = 'nadi-papers';

export interface PapersMark {
  centre: string;
  confirmed: number;
  /** the sequence that the gateway was last told for PouchDB's checkpoint */
  checkpoint?: number;
}

/** The papers that wait, oldest first. They are packed already (JPEG, PDF): nothing is gained by packing them again. */
export class PaperOutgoing {
  #mark: PapersMark | null = null;
  #reached = 0;

  constructor(
    readonly papers: PouchDB.Database,
    readonly centre: string,
  ) {}

  async waits(): Promise<boolean> {
    await this.#read();
    return Number((await this.papers.info()).update_seq) > this.#reached;
  }

  async next(): Promise<PaperBundle | null> {
    await this.#read();
    const { results } = await this.papers.changes<PaperDocument>({
      since: this.#reached,
      limit: 1,
      include_docs: true,
      attachments: true,
      binary: true,
    });
    const [change] = results;
    if (!change?.doc) return null;
    this.#reached = Number(change.seq);
    const bytes = encodePaper(change.doc);
    return { id: bundleId(bytes), bytes, begun: true, lane: 'papers', sequence: this.#reached };
  }

  async confirm({ sequence }: PaperBundle): Promise<void> {
    await this.#move({ confirmed: sequence });
  }

  /** What the centre has, once it has all that was handed out; behind what its checkpoint was told before. */
  get reached(): [before: number, to: number] {
    return [this.#mark?.checkpoint ?? 0, this.#reached];
  }

  get confirmed(): number {
    return this.#mark?.confirmed ?? 0;
  }

  /** The centre's checkpoint stands there. */
  async checkpointAt(sequence: number): Promise<void> {
    if (this.#mark?.checkpoint !== sequence) await this.#move({ checkpoint: sequence });
  }

  /** The centre's database is older than what it confirmed: what came behind this sequence goes again. */
  async setBack(sequence: number): Promise<void> {
    await this.#move({ confirmed: sequence, checkpoint: sequence });
    this.again();
  }

  async #move(to: Partial<PapersMark>): Promise<void> {
    this.#mark = { confirmed: 0, ...this.#mark, ...to, centre: this.centre };
    await writeNamedMark(this.papers, PAPERS_MARK, this.#mark);
  }

  /** The connection broke: what was not confirmed is offered again. */
  again(): void {
    this.#reached = this.#mark?.confirmed ?? 0;
  }

  async #read(): Promise<void> {
    if (this.#mark) return;
    const mark = await readNamedMark<PapersMark>(this.papers, PAPERS_MARK);
    this.#mark = mark?.centre === this.centre ? mark : { centre: this.centre, confirmed: 0 };
    this.#reached = this.#mark.confirmed;
  }
}
