import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { fillAreaNames } from '../../records/fill-area-names.js';
import { firstBox, type BoxId } from '../../records/ids.js';
import { BOXES_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { enrolmentId, type Enrolment } from '../enrol/enrolment-document.js';
import { readDocument } from '../read-document.js';
import { facilityId, type FacilityDocument } from './facility-document.js';

/** LGD codes; a district only with its state, a block only with its district. */
export interface Area {
  state?: string;
  district?: string;
  block?: string;
}

/**
 * Facilities of an area, by state, district, block and code; areas that an entry does not name are named
 * as the others of the list name them. Throws `centre-unreachable`, `centre-refused`.
 */
export async function listFacilities(
  nano: ServerScope,
  { state, district, block }: Area,
): Promise<FacilityDocument[]> {
  const key = [state, district, block].filter((part) => part !== undefined);
  try {
    if (key.length === 0) return fillAreaNames((await readDirectory(nano)).sort(byArea));
    const { rows } = await nano.use(SHARED_DATABASE).view('directory', 'areas', {
      ...{ reduce: false, include_docs: true },
      ...{ startkey: key, endkey: [...key, {}] },
    });
    return fillAreaNames(rows.flatMap(({ doc }) => (doc ? [doc as unknown as FacilityDocument] : [])));
  } catch (error) {
    throw centreRefusal(error);
  }
}

/** The whole directory, by the names of its documents. */
async function readDirectory(nano: ServerScope): Promise<FacilityDocument[]> {
  const range = { startkey: 'facility:', endkey: 'facility;', include_docs: true };
  const { rows } = await nano.use<FacilityDocument>(SHARED_DATABASE).list(range);
  return rows.flatMap(({ doc }) => (doc ? [doc] : []));
}

function byArea(a: FacilityDocument, b: FacilityDocument): number {
  const keyOf = ({ state, district, block = '', code }: FacilityDocument): string[] => [
    state,
    district,
    block,
    code,
  ];
  const [one, other] = [keyOf(a), keyOf(b)];
  const i = one.findIndex((part, at) => part !== other[at]);
  return (one[i] ?? '') < (other[i] ?? '') ? -1 : 1;
}

/** How its box stands with the centre; nothing from which a code or a password could be made. */
export type EnrolmentState = Pick<Enrolment, 'at' | 'expires' | 'usedAt' | 'revoked'>;

/** One facility, and its box's enrolment. Throws `not-found`, `centre-unreachable`, `centre-refused`. */
export async function showFacility(
  nano: ServerScope,
  box: BoxId,
): Promise<{ facility: FacilityDocument; enrolment: EnrolmentState | null }> {
  try {
    const facility = await readDocument<FacilityDocument>(nano, SHARED_DATABASE, facilityId(firstBox(box)));
    if (!facility) {
      throw new FacilityError('not-found', `${box} is not in the directory of facilities.`, {
        hint: 'hints.facilityListShows',
      });
    }
    const enrolment = await readDocument<Enrolment>(nano, BOXES_DATABASE, enrolmentId(box));
    const { state } = facility;
    const isNamed = facility.stateName !== undefined && facility.districtName !== undefined;
    const [named = facility] = isNamed
      ? []
      : fillAreaNames([facility], await listFacilities(nano, { state }));
    return { facility: named, enrolment: enrolment && stateOf(enrolment) };
  } catch (error) {
    throw centreRefusal(error);
  }
}

function stateOf({ at, expires, usedAt, revoked }: Enrolment): EnrolmentState {
  return {
    at,
    ...(expires === undefined ? {} : { expires }),
    ...(usedAt === undefined ? {} : { usedAt }),
    ...(revoked === undefined ? {} : { revoked }),
  };
}
