import type { BoxId } from '../../records/ids.js';
import { SHARED_DATABASE } from '../centre-databases.js';
import { isListedFacility, type ListedFacility } from '../../records/listed-facility.js';
import { makeDirectory, type Directory } from './directory.js';
import type { RouterCouch } from './router-couch.js';

const PAGE = 500;

/** The directory as `shared` has it, brought up to date whenever asked. */
export class FollowedDirectory {
  readonly #facilities = new Map<string, ListedFacility>();
  readonly current: Directory = makeDirectory(this.#facilities);
  #since = '0';

  constructor(private readonly couch: RouterCouch) {}

  all(): ListedFacility[] {
    return [...this.#facilities.values()];
  }

  /** The boxes of all facilities that are listed. */
  boxes(): BoxId[] {
    return [...this.#facilities.values()].map(({ code, box }) => box ?? code);
  }

  /** Up to where it was read. */
  get since(): string {
    return this.#since;
  }

  /** Reads what changed; the codes of facilities that are new or listed otherwise than before. */
  async update(): Promise<string[]> {
    const { codes, last } = await this.#read(this.#since);
    this.#since = last;
    return codes;
  }

  /** Codes that changed after a sequence of an earlier run, without reading the rest again. */
  async changedSince(since: string): Promise<string[]> {
    return (await this.#read(since)).codes;
  }

  async #read(since: string): Promise<{ codes: string[]; last: string }> {
    const codes: string[] = [];
    for (let from = since; ;) {
      const page = await this.couch.changes(SHARED_DATABASE, from, {
        selector: { type: 'facility' },
        limit: PAGE,
      });
      if (page === null) {
        if (from === '0') return { codes, last: from };
        // A sequence of before `shared` was restored: all is read anew.
        from = '0';
        continue;
      }
      for (const document of page.documents) {
        if (!isListedFacility(document)) continue;
        this.#facilities.set(document.code, document);
        codes.push(document.code);
      }
      from = page.last;
      if (page.pending === 0) return { codes, last: from };
    }
  }
}
