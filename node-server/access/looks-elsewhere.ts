import type { AccessRecord } from '../../records/box.js';
import type { Words } from '../../records/envelope.js';
import { firstBox, type BoxId, type PatientId } from '../../records/ids.js';
import type { Facility } from '../facility.js';

/** A look at one of this facility's patients at another one, as the router brings it: see central/router/rules/look.ts. */
export interface ElsewhereLook extends Pick<
  AccessRecord,
  'at' | 'by' | 'action' | 'route' | 'patients' | 'reason' | 'consent' | 'differs' | 'as'
> {
  /** `look-elsewhere:`, and the id of the look */
  _id: string;
  type: 'look-elsewhere';
  /** whose ledger holds the look */
  box: BoxId;
}

const PREFIX = 'look-elsewhere:';
const BATCH = 500;

const all = new WeakMap<Facility, LooksElsewhere>();

/** The ones of a facility. */
export function looksElsewhere(facility: Facility): LooksElsewhere {
  let looks = all.get(facility);
  if (!looks) {
    looks = new LooksElsewhere(facility);
    all.set(facility, looks);
  }
  return looks;
}

/** Which documents of the inbox tell of looks at a patient: read once, then what came since is added at each question. */
class LooksElsewhere {
  readonly #byPatient = new Map<PatientId, Set<string>>();
  #since: string | number = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly facility: Facility) {}

  /** The latest, newest first. */
  async ofPatient(patient: PatientId, most: number): Promise<ElsewhereLook[]> {
    this.#reading = this.#reading.catch(() => undefined).then(() => this.#readOn());
    await this.#reading;
    const keys = [...(this.#byPatient.get(patient) ?? [])];
    const looks = await readDocuments<ElsewhereLook>(this.facility.databases.inbox, keys);
    return looks.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, most);
  }

  async #readOn(): Promise<void> {
    const { inbox } = this.facility.databases;
    for (;;) {
      const { results, last_seq } = await inbox.changes({
        ...{ since: this.#since, limit: BATCH, include_docs: true },
      });
      for (const { id, doc } of results) if (id.startsWith(PREFIX) && doc) this.#take(id, doc);
      this.#since = last_seq;
      if (results.length < BATCH) return;
    }
  }

  #take(id: string, doc: object): void {
    const { patients } = doc as Partial<ElsewhereLook>;
    for (const patient of Array.isArray(patients) ? patients : []) {
      const ids = this.#byPatient.get(patient) ?? new Set();
      this.#byPatient.set(patient, ids.add(id));
    }
  }
}

/** What the directory, as far as it has come down, calls the facilities of these boxes. */
export async function facilityNames(
  { databases }: Facility,
  looks: readonly ElsewhereLook[],
): Promise<Map<BoxId, Words>> {
  const boxes = [...new Set(looks.map(({ box }) => box))];
  const keys = boxes.map((box) => `facility:${firstBox(box)}`);
  const found = await readDocuments<{ _id: string; name?: Partial<Words> }>(databases.shared, keys);
  const names = new Map(found.map(({ _id, name }) => [_id, name]));
  return new Map(
    boxes.flatMap((box) => {
      const { hi, en } = names.get(`facility:${firstBox(box)}`) ?? {};
      const either = hi ?? en;
      return either === undefined ? [] : [[box, { hi: hi ?? either, en: en ?? either }]];
    }),
  );
}

async function readDocuments<D extends object>(database: PouchDB.Database, keys: string[]): Promise<D[]> {
  if (keys.length === 0) return [];
  const { rows } = await database.allDocs({ keys, include_docs: true });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as unknown as D] : []));
}
