import { isSetBack } from '../is-set-back.js';
import type { RouterCouch } from './router-couch.js';

/** Raised when rules copy more than before: every box is then gone through again, which changes only what is missing. */
export const RULES_VERSION = 4;

/** In the facility's database: how far its changes were copied, and where to. */
interface SourceMark {
  rules: number;
  since: string;
  /** each database that was written, with the mark that was left there last */
  targets: Record<string, string>;
}

/** In a database that was written, as `_local/router-<source>`. */
interface TargetMark {
  mark: string;
  /** the one before: the router may have been killed between the two writes */
  before: string;
}

const SOURCE_ID = 'router';

/**
 * How far one database was copied, said on both sides, as PouchDB's replication does. Where a database was restored from
 * an older backup, or made anew, its side says other than the other one: everything is then copied again from the start.
 * A mark is the sequence up to which was copied.
 */
export class Checkpoint {
  since = '0';
  #targets: Record<string, string> = {};

  constructor(
    private readonly couch: RouterCouch,
    private readonly source: string,
  ) {}

  /** Reads both sides; `since` is `0` unless they agree. */
  async load(): Promise<void> {
    this.since = '0';
    this.#targets = {};
    const said = (await this.couch.readLocal(this.source, SOURCE_ID)) as unknown as SourceMark | null;
    if (said?.rules !== RULES_VERSION) return;
    for (const [target, mark] of Object.entries(said.targets)) {
      const there = (await this.couch.readLocal(target, this.#targetId)) as unknown as TargetMark | null;
      if (there?.mark !== mark && there?.before !== mark) return;
    }
    this.since = said.since;
    this.#targets = said.targets;
  }

  /** Keeps that all up to `since` stands in these databases, too. The source's side last. */
  async keep(since: string, databases: Iterable<string>): Promise<void> {
    const targets = { ...this.#targets };
    for (const target of databases) {
      await this.couch.writeLocal(target, this.#targetId, { mark: since, before: targets[target] ?? '' });
      targets[target] = since;
    }
    await this.couch.writeLocal(this.source, SOURCE_ID, { rules: RULES_VERSION, since, targets });
    this.since = since;
    this.#targets = targets;
  }

  /** The start again: CouchDB does not know the sequence, or has gone back behind it. */
  restart(): void {
    this.since = '0';
  }

  /** Whether the source was set back behind a sequence that it gave out; it remembers itself how far it was copied. */
  isSetBack(now: string, given: string): Promise<boolean> {
    return isSetBack({
      ...{ now, given },
      copies: () => this.couch.copies(this.source),
      remembers: async () => {
        const said = (await this.couch.readLocal(this.source, SOURCE_ID)) as unknown as SourceMark | null;
        return said?.since === this.since;
      },
    });
  }

  get #targetId(): string {
    return `router-${this.source}`;
  }
}
