import { comparedPerson, type ComparedPerson } from '../../records/duplicates/compared-person.js';
import { judgePair } from '../../records/duplicates/judge-pair.js';
import type { NameShares } from '../../records/duplicates/name-shares.js';
import { PROPOSE_FROM } from '../../records/duplicates/propose-duplicates.js';
import type { Job } from '../../records/progress.js';
import { PATIENTS_DATABASE } from '../centre-databases.js';
import { applyCopies } from '../router/apply-copies.js';
import { joiningCopies } from '../router/join-revisions.js';
import type { CouchDocument, RouterCouch } from '../router/router-couch.js';
import type { IndexedPatient } from '../router/rules/indexed-patient.js';
import { PATIENTS_BY_BLOCK } from './duplicates-design.js';
import { isComparable } from './is-comparable.js';
import { linkId, proposalId, type Proposal } from './proposal.js';
import { readShares } from './read-shares.js';

export interface FoundDuplicates {
  /** patients that were new or had changed */
  looked: number;
  proposed: number;
  /** that no longer look like one person */
  withdrawn: number;
}

type Known = CouchDocument & IndexedPatient;

/** Patients that are looked at together. */
const PAGE = 100;
/** A block of more people says nothing of anybody in it; nor can a person look through it. */
const MOST_IN_BLOCK = 500;
const MARK = 'duplicates';

/**
 * Compares the patients who are new or have changed since the last run with those who share a block with them, and
 * writes proposals; decides nothing. Safe to run again and to be killed: a proposal's id follows from the two patients,
 * and one that somebody decided stays as it is. Throws `centre-unreachable`, `centre-refused`.
 */
export async function* findDuplicates(couch: RouterCouch, now: number): Job<FoundDuplicates> {
  const found: FoundDuplicates = { looked: 0, proposed: 0, withdrawn: 0 };
  const mark = await couch.readLocal(PATIENTS_DATABASE, MARK);
  let since = typeof mark?.['since'] === 'string' ? mark['since'] : '0';
  let shares: NameShares | undefined;
  for (;;) {
    const wanted = { selector: { type: 'patient' }, limit: PAGE, conflicts: true };
    const page =
      (await couch.changes(PATIENTS_DATABASE, since, wanted)) ??
      (await couch.changes(PATIENTS_DATABASE, '0', wanted));
    if (!page) return found;
    await applyCopies(couch, joiningCopies(PATIENTS_DATABASE, page.documents));
    const patients = (page.documents as Known[]).filter((one) => isComparable(one, now));
    // A timer mostly finds nobody new, and need not count a whole state's names for that.
    if (patients.length > 0) {
      shares ??= await readShares(couch);
      await compareAll(couch, patients, { shares, now, found });
    }
    found.looked += patients.length;
    since = page.last;
    await couch.writeLocal(PATIENTS_DATABASE, MARK, { since });
    yield { step: 'duplicates.comparing', done: found.looked, unit: 'records' };
    if (page.pending === 0) return found;
  }
}

interface Comparison {
  shares: NameShares;
  now: number;
  found: FoundDuplicates;
}

async function compareAll(couch: RouterCouch, patients: Known[], comparison: Comparison): Promise<void> {
  const { shares, now } = comparison;
  const others = await othersOf(couch, patients);
  const standing = new Map(patients.map((patient) => [patient._id, patient]));
  const missing = [...new Set([...others.values()].flat())].filter((id) => !standing.has(id));
  for (const document of (await couch.fetch(PATIENTS_DATABASE, missing)) ?? []) {
    if (document && isComparable(document as Known, now)) standing.set(document._id, document as Known);
  }
  const ready = new Map<string, ComparedPerson>();
  const personOf = (patient: Known): ComparedPerson => {
    const known = ready.get(patient._id);
    if (known) return known;
    const person = comparedPerson({ ...patient, name: patient.name ?? '', sex: patient.sex ?? 'unknown' });
    ready.set(patient._id, person);
    return person;
  };
  const judged = new Map<string, Proposal>();
  const year = new Date(now).getUTCFullYear();
  for (const patient of patients) {
    for (const id of others.get(patient._id) ?? []) {
      const other = standing.get(id);
      const _id = proposalId(patient._id, id);
      if (!other || judged.has(_id)) continue;
      const { probability, why } = judgePair(personOf(patient), personOf(other), { shares, year });
      const [a = '', b = ''] = [patient._id, id].sort();
      const at = new Date(now).toISOString();
      judged.set(_id, { _id, type: 'duplicate', a, b, probability, why, at });
    }
  }
  await write(couch, [...judged.values()], comparison);
}

/** With whom each is to be compared: those of the same household or namesakes, never all. */
async function othersOf(couch: RouterCouch, patients: Known[]): Promise<Map<string, string[]>> {
  const keys = [...new Set(patients.flatMap((patient) => patient.keys))];
  const blocks = new Map<string, string[]>();
  for (const { key, id } of await couch.idsUnder(PATIENTS_DATABASE, PATIENTS_BY_BLOCK, keys)) {
    const block = blocks.get(key);
    if (block) block.push(id);
    else blocks.set(key, [id]);
  }
  return new Map(
    patients.map(({ _id, keys: own }) => {
      const near = own.map((key) => blocks.get(key) ?? []).filter((block) => block.length <= MOST_IN_BLOCK);
      return [_id, [...new Set(near.flat())].filter((id) => id !== _id)];
    }),
  );
}

/** Proposals that are new or have changed; what a person decided stays as they left it. */
async function write(couch: RouterCouch, judged: Proposal[], { found }: Comparison): Promise<void> {
  if (judged.length === 0) return;
  const standing =
    (await couch.fetch(
      PATIENTS_DATABASE,
      judged.map(({ _id }) => _id),
    )) ?? [];
  const links =
    (await couch.fetch(
      PATIENTS_DATABASE,
      judged.map(({ a, b }) => linkId(a, b)),
    )) ?? [];
  const changed: CouchDocument[] = [];
  for (const [i, proposal] of judged.entries()) {
    const before = standing[i] as (CouchDocument & Proposal) | null | undefined;
    if (links[i] || before?.decided) continue;
    const isOne = proposal.probability >= PROPOSE_FROM;
    if (isOne && before?.withdrawn !== undefined) {
      found.proposed += 1;
      changed.push({ ...proposal, _rev: before._rev ?? '' });
    } else if (isOne && !before) {
      found.proposed += 1;
      changed.push({ ...proposal });
    } else if (!isOne && before && !before.withdrawn && !before.reported) {
      found.withdrawn += 1;
      changed.push({ ...before, ...proposal, withdrawn: true });
    }
  }
  // Who was changed by somebody else meanwhile comes again with the next run of that patient.
  if (changed.length > 0) await couch.write(PATIENTS_DATABASE, changed);
}
