import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import { centreRefusal, statusOf } from '../centre-refusal.js';
import { readDocument } from '../read-document.js';

/** The addresses at which boxes reach this centre, as the last enrolment named them. */
export interface KnownAddresses {
  gateway: string;
  /** of the CouchDB, where boxes reach it at another address than the centre's own people */
  boxUrl?: string;
}

const ID = 'enrolment-addresses';

/** Those that are given, else those that the centre remembers. Throws `bad-input` where no gateway is known. */
export async function resolveAddresses(
  nano: ServerScope,
  given: Partial<KnownAddresses>,
): Promise<KnownAddresses> {
  try {
    const known = await readDocument<KnownAddresses>(nano, BOXES_DATABASE, ID);
    const { gateway = known?.gateway, boxUrl = known?.boxUrl } = given;
    if (gateway !== undefined) return { gateway, ...(boxUrl === undefined ? {} : { boxUrl }) };
  } catch (error) {
    throw centreRefusal(error);
  }
  throw new FacilityError('bad-input', 'The centre remembers no gateway yet', {
    fields: [{ field: 'gateway', code: 'required' }],
    hint: 'hints.gatewayOnce',
  });
}

/** For the next enrolment; who was faster by a moment wins. */
export async function rememberAddresses(
  nano: ServerScope,
  { gateway, boxUrl }: KnownAddresses,
): Promise<void> {
  try {
    const known = await readDocument<KnownAddresses>(nano, BOXES_DATABASE, ID);
    if (known?.gateway === gateway && known.boxUrl === boxUrl) return;
    const addresses = { type: ID, v: 1, gateway, ...(boxUrl === undefined ? {} : { boxUrl }) };
    await nano
      .use<object>(BOXES_DATABASE)
      .insert({ ...addresses, ...(known ? { _rev: known._rev } : {}) }, ID);
  } catch (error) {
    if (statusOf(error) !== 409) throw centreRefusal(error);
  }
}
