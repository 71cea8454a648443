import type { BoxId } from '../../records/ids.js';
import { readNamedMark, writeNamedMark } from '../sync-mark.js';
import { checkpointIds, nextCheckpoint, type Checkpoint } from './checkpoint.js';
import type { DatabaseIds, End, Hello, Reached, Sequence, Travelling } from './messages.js';

const DATABASES = ['records', 'papers', 'shared', 'inbox'] as const;

/** The box's half of PouchDB's checkpoints; the gateway writes the other half at the centre. */
export class BoxCheckpoints {
  #here: DatabaseIds | null = null;
  /** null until the gateway has said which CouchDB it writes to */
  #ids: DatabaseIds | null = null;
  readonly #written: Partial<Record<Travelling, Sequence>> = {};

  constructor(
    readonly box: BoxId,
    readonly databases: Record<Travelling, PouchDB.Database>,
  ) {}

  /** Asks PouchDB for its ids; needed before the first hello. */
  async read(): Promise<void> {
    const { records, papers, shared, inbox } = this.databases;
    this.#here ??= {
      records: await idOf(records),
      papers: await idOf(papers),
      shared: await idOf(shared),
      inbox: await idOf(inbox),
    };
  }

  /** The same hello; where it tells the cursors it tells the ids too. */
  introduce(hello: Hello): Hello {
    return hello.cursors && this.#here ? { ...hello, ids: this.#here } : hello;
  }

  /** What of this the gateway has not been told; null: nothing. */
  untold(reached: Reached): Reached | null {
    const untold = (['records', 'papers'] as const).filter((database) => {
      const to = reached[database]?.[1] ?? 0;
      return to > 0 && to !== this.#written[database];
    });
    return untold.length === 0
      ? null
      : Object.fromEntries(untold.map((database) => [database, reached[database]]));
  }

  hear({ uuid }: End): void {
    if (uuid !== undefined && this.#here) this.#ids = checkpointIds(this.box, this.#here, uuid);
  }

  /** Writes the halves of which the gateway has written the other ones. */
  async write(reached: Partial<Record<Travelling, Sequence>>): Promise<void> {
    for (const database of DATABASES) {
      const to = reached[database];
      if (!this.#ids || to === undefined || this.#written[database] === to) continue;
      const id = this.#ids[database];
      const name = id.slice('_local/'.length);
      const standing = await readNamedMark<Checkpoint>(this.databases[database], name);
      const next = nextCheckpoint(id, standing, to);
      if (next) await writeNamedMark(this.databases[database], name, next);
      this.#written[database] = to;
    }
  }

  /** The centre has lost what it had: it must be told anew. */
  forget(database: 'records' | 'papers'): void {
    delete this.#written[database];
  }
}

/** No released type knows it. */
function idOf(database: PouchDB.Database): Promise<string> {
  return (database as PouchDB.Database & { id(): Promise<string> }).id();
}
