import { decodeDocuments } from '../document-bundle.js';
import { readNamedMark, writeNamedMark } from '../sync-mark.js';
import type { End, Hello, NewsCursors, NewsHead, Sequence } from './messages.js';
import { newsTag } from './news-tag.js';

const MARK = 'nadi-news';

export interface NewsMark {
  /** the gateway's address: another one's sequences mean nothing */
  centre: string;
  to: Sequence;
}

/** How far this database has been read, by line or by stick; null: from the start. */
export function readNewsMark(database: PouchDB.Database): Promise<NewsMark | null> {
  return readNamedMark<NewsMark>(database, MARK);
}

export function moveNewsCursor(database: PouchDB.Database, centre: string, to: Sequence): Promise<void> {
  return writeNamedMark(database, MARK, { centre, to } satisfies NewsMark);
}

/** Takes what comes down, and knows how far it has come: a cursor beside the documents of each database. */
export class NewsIntake {
  #cursors: NewsCursors = {};
  /** the tag by which the gateway knows the cursors, as it said */
  #told: string | null = null;
  #ready: Promise<void> | null = null;

  constructor(
    readonly downs: Record<keyof NewsCursors, PouchDB.Database>,
    readonly centre: string,
  ) {}

  /** Reads the cursors; needed before the first hello. */
  async read(): Promise<void> {
    await (this.#ready ??= this.#read());
  }

  hello(): Hello {
    const tag = newsTag(this.#cursors);
    return { v: 1, ...(this.#told === tag ? { tag } : { cursors: this.#cursors }) };
  }

  /** Keeps documents, then the cursor: a kill between the two costs a second look. Returns how many came. */
  async keep({ database, to }: NewsHead, bytes: Uint8Array): Promise<number> {
    const documents = decodeDocuments(bytes);
    await this.downs[database].bulkDocs(documents as never[], { new_edits: false });
    await this.#move(database, to);
    return documents.length;
  }

  /** Whether the gateway told all there is: where it had forgotten the cursors, it must be asked once more. */
  async heardAll({ tag, known, cursors = {} }: End): Promise<boolean> {
    if (known === false) {
      this.#told = null;
      return false;
    }
    for (const [database, to] of Object.entries(cursors) as [keyof NewsCursors, Sequence][])
      await this.#move(database, to);
    this.#told = tag;
    return true;
  }

  get cursors(): Readonly<NewsCursors> {
    return this.#cursors;
  }

  async #read(): Promise<void> {
    for (const database of ['shared', 'inbox'] as const) {
      const mark = await readNewsMark(this.downs[database]);
      if (mark?.centre === this.centre) this.#cursors[database] = mark.to;
    }
  }

  async #move(database: keyof NewsCursors, to: Sequence): Promise<void> {
    if (this.#cursors[database] === to) return;
    await moveNewsCursor(this.downs[database], this.centre, to);
    this.#cursors[database] = to;
  }
}
