import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase, parseVisitId, visitOf, type BoxId, type PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { PATIENTS_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { statusOf } from '../centre-refusal.js';
import { readableRecords } from '../readable-records.js';
import { askInTime, couchOf, type CouchAccount } from '../couch-of.js';
import { LINKS_OF_PATIENT } from '../router/persons-design.js';
import type { CouchDocument } from '../router/router-couch.js';
import type { IndexedPatient } from '../router/rules/indexed-patient.js';
import type { ListedFacility } from '../../records/listed-facility.js';
import { RECORDS_OF_PATIENT } from './history-design.js';

/**
 * Somebody waits: a ledger that has not answered by then, in milliseconds, is named as late. Less than a box bears of
 * silence on its line.
 */
const PATIENCE_MS = 4_500;
/** Of one patient in one ledger; six records are a visit. */
const MOST_ROWS = 2_000;

export interface LedgerPart {
  records: LedgerRecord[];
  /** there are more rows: visits of that day and before are not whole */
  after?: Day;
}

/** What the gateway asks for a history, as its own user of role `centre`; each question by id or by a view. */
export class HistoryCouch {
  readonly #nano: ServerScope;

  constructor(
    url: string,
    account: CouchAccount,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.#nano = couchOf(url, account);
  }

  /** Null: the common index does not know them. */
  async indexed(patient: PatientId): Promise<IndexedPatient | null> {
    const rows = await this.#rows<IndexedPatient>(PATIENTS_DATABASE, '_all_docs', {
      body: { keys: [patient] },
    });
    return rows[0]?.doc ?? null;
  }

  /** What somebody decided about one of these and another id. */
  async decisions(patients: readonly PatientId[]): Promise<(CouchDocument | null)[]> {
    const rows = await this.#rows<CouchDocument>(PATIENTS_DATABASE, LINKS_OF_PATIENT, {
      body: { keys: patients },
    });
    return rows.map(({ doc }) => doc ?? null);
  }

  /** Entries of the directory by facility code; those that it lacks are left out. */
  async listed(codes: readonly BoxId[]): Promise<Map<BoxId, ListedFacility>> {
    const keys = codes.map((code) => `facility:${code}`);
    const rows = await this.#rows<ListedFacility>(SHARED_DATABASE, '_all_docs', { body: { keys } });
    return new Map(rows.flatMap(({ doc }) => (doc ? [[doc.code, doc]] : [])));
  }

  /** Null: there is no such ledger. Throws `centre-unreachable` where it does not answer in time. */
  async ofPatient(box: BoxId, patient: PatientId): Promise<LedgerPart | null> {
    const database = facilityDatabase(box);
    const own = { startkey: [patient, 0], endkey: [patient, 0, {}], limit: MOST_ROWS };
    const visits = {
      ...{ startkey: [patient, 1, {}], endkey: [patient, 1], descending: true, limit: MOST_ROWS },
    };
    try {
      const [under, inVisits] = await Promise.all([
        this.#rows<LedgerRecord>(database, RECORDS_OF_PATIENT, { qs: own }),
        this.#rows<LedgerRecord>(database, RECORDS_OF_PATIENT, { qs: visits }),
      ]);
      const last = inVisits.length < MOST_ROWS ? undefined : inVisits.at(-1)?.id;
      const after = last === undefined ? undefined : parseVisitId(visitOf(last))?.day;
      return {
        records: readableRecords([...under, ...inVisits].map(({ doc }) => doc)),
        ...(after === undefined ? {} : { after }),
      };
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  async #rows<D extends object>(
    db: string,
    path: string,
    { qs = {}, body }: { qs?: object; body?: object },
  ): Promise<{ id: string; value: unknown; doc?: D | null }[]> {
    const late = (): Error => new FacilityError('centre-unreachable', 'The CouchDB does not answer in time.');
    const { rows } = (await askInTime(
      this.#nano,
      {
        ...{ db, path, qs: { ...qs, include_docs: true } },
        ...(body ? { method: 'POST', body } : {}),
      },
      this.patienceMs,
      late,
    )) as { rows: { id: string; value: unknown; doc?: D | null }[] };
    return rows;
  }
}
