import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { readPatientId, type PatientId } from '../../records/ids.js';
import { decideAnew, readLink, type LinkDecision } from '../../records/person-links.js';
import { PATIENTS_DATABASE } from '../centre-databases.js';
import type { RouterCouch } from '../router/router-couch.js';
import type { IndexedPatient } from '../router/rules/indexed-patient.js';
import { DECISIONS_BY_TIME, OPEN_PROPOSALS } from './duplicates-design.js';
import { isComparable } from './is-comparable.js';
import { linkId, proposalId, type Proposal } from './proposal.js';

export interface Decider {
  by: string;
  /** milliseconds since the epoch */
  now: number;
  note?: string;
}

/** Proposals that nobody has decided, the surest first. */
export async function openProposals(couch: RouterCouch, limit: number): Promise<Proposal[]> {
  const documents = await couch.first(PATIENTS_DATABASE, OPEN_PROPOSALS, limit);
  return documents as unknown as Proposal[];
}

/** What was decided or taken back last, the latest first. */
export async function latestDecisions(couch: RouterCouch, limit: number): Promise<LinkDecision[]> {
  const documents = await couch.first(PATIENTS_DATABASE, DECISIONS_BY_TIME, limit, 'last');
  return documents as unknown as LinkDecision[];
}

/**
 * A person says whether two ids are one person. Both ids stay valid; the router tells the homes of both. A later word
 * takes the place of an earlier one. Throws `bad-input`, `not-found` where an id is not in the index, `conflict`.
 */
export async function decideDuplicate(
  couch: RouterCouch,
  [a, b]: [string, string],
  decision: LinkDecision['decision'],
  { by, now, note }: Decider,
): Promise<LinkDecision> {
  const pair = readPair(a, b);
  const [standing, ...known] = (await couch.fetch(PATIENTS_DATABASE, [linkId(...pair), ...pair])) ?? [];
  for (const [i, id] of pair.entries()) {
    const entry = known[i] as IndexedPatient | null | undefined;
    if (entry?.type !== 'patient' || !isComparable(entry, now)) throw noSuchPatient(id);
  }
  const said: LinkDecision = {
    ...{ _id: linkId(...pair), type: 'link', a: pair[0], b: pair[1], decision, by },
    ...{ at: new Date(now).toISOString(), ...(note === undefined ? {} : { note }) },
  };
  const link = decideAnew(said, standing ? readLink(standing) : null);
  await put(couch, link, standing?._rev);
  await mark(couch, pair, true);
  return link;
}

/** Takes a decision back; the proposal, where there was one, is open again. Throws `not-found`, `bad-input`, `conflict`. */
export async function undoDecision(
  couch: RouterCouch,
  [a, b]: [string, string],
  { by, now, note }: Decider,
): Promise<LinkDecision> {
  const pair = readPair(a, b);
  const [standing] = (await couch.fetch(PATIENTS_DATABASE, [linkId(...pair)])) ?? [];
  if (standing?.['type'] !== 'link') {
    throw new FacilityError('not-found', 'Nobody has decided about these two.', {
      hint: 'hints.duplicatesList',
    });
  }
  const { _rev, ...before } = standing;
  const undone = { by, at: new Date(now).toISOString(), ...(note === undefined ? {} : { note }) };
  const link = { ...before, undone } as unknown as LinkDecision;
  await put(couch, link, _rev);
  await mark(couch, pair, false);
  return link;
}

/** Two ids as somebody typed them. Throws `bad-input` naming `first`, `second` or both. */
export function readPair(a: string, b: string): [PatientId, PatientId] {
  const typed = { first: a, second: b };
  const pair: PatientId[] = [];
  const fields: FieldError[] = [];
  for (const [field, text] of Object.entries(typed)) {
    const read = readPatientId(text);
    if (read?.check) pair.push(read.id);
    else fields.push({ field, code: text.trim() === '' ? 'required' : read ? 'idSlip' : 'idForm' });
  }
  const [one = '', other = ''] = pair.toSorted();
  if (fields.length === 0 && one === other) fields.push({ field: 'second', code: 'idSame' });
  if (fields.length === 0) return [one, other];
  const wrong = fields.map(({ field }) => typed[field as keyof typeof typed]).join(', ');
  throw new FacilityError('bad-input', `${wrong}: no two health ids`, {
    fields,
    hint: 'hints.healthIdLooks',
  });
}

/** @param _rev of what was read before the decision; absent: nobody had decided */
async function put(couch: RouterCouch, link: LinkDecision, _rev: string | undefined): Promise<void> {
  const failed = await couch.write(PATIENTS_DATABASE, [{ ...link, ...(_rev === undefined ? {} : { _rev }) }]);
  if (failed.length === 0) return;
  throw new FacilityError('conflict', 'Somebody else decided about these two just now.', {
    hint: 'hints.lookThenDecide',
  });
}

/** The proposal follows; where it does not, the link is what counts. */
async function mark(couch: RouterCouch, pair: [PatientId, PatientId], decided: boolean): Promise<void> {
  const [proposal] = (await couch.fetch(PATIENTS_DATABASE, [proposalId(...pair)])) ?? [];
  if (proposal?.['type'] !== 'duplicate') return;
  const { decided: _before, ...open } = proposal;
  await couch.write(PATIENTS_DATABASE, [decided ? { ...open, decided: true } : open]);
}

function noSuchPatient(id: PatientId): FacilityError {
  return new FacilityError('not-found', `${id.replace(/^patient:/, '')} is not in the common index.`, {
    hint: 'hints.notSentYet',
    params: { id },
  });
}
