import { historySaid } from '../../records/history/history-word.js';
import type { Day } from '../../records/day.js';
import {
  facilityDatabase,
  firstBox,
  inboxDatabase,
  lineageOf,
  parsePatientId,
  patientOf,
  type BoxId,
  type PatientId,
} from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { isPrivate } from '../../records/tenancy.js';
import { PATIENTS_DATABASE } from '../centre-databases.js';
import { fetchMarkPrefix, type FetchMark } from '../history/fetch-mark.js';
import { applyCopies } from './apply-copies.js';
import type { Copy } from './copy.js';
import type { Directory } from './directory.js';
import { readPersonLinks } from './read-person-links.js';
import { readableRecords } from '../readable-records.js';
import { routeShares } from './route-sharing.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import type { RuleContext } from './rule.js';
import { routeHistoryWord } from './rules/history-word.js';
import type { IndexedPatient } from './rules/indexed-patient.js';
import { linkCopy, routeLink } from './rules/link.js';
import { routeFetch } from './rules/look.js';
import type { ToldRecords } from './told-records.js';

// What goes to everybody who holds anything of a person, whichever of the person's ids it is about. Who that is, is
// asked for the ids in question: of the common index, and of the marks that the gateway leaves when it gives a history.

/** What these documents of a ledger say to those who fetched the patients' histories. */
export async function routeHistoryWords(
  couch: RouterCouch,
  documents: readonly CouchDocument[],
  context: RuleContext,
): Promise<Copy[]> {
  const said = readableRecords(
    documents.filter(({ type }) => type === 'consent' || type === 'restriction'),
  ).filter((record) => historySaid(record) !== null);
  const copies: Copy[] = [];
  for (const patient of new Set(said.map(({ _id }) => patientOf(_id)))) {
    const { links } = await readPersonLinks(couch, [patient]);
    const marks = await fetchMarks(couch, links.idsOf(patient));
    const own = said.filter(({ _id }) => patientOf(_id) === patient);
    copies.push(...own.flatMap((record) => routeHistoryWord(record, marks, context)));
  }
  return copies;
}

/**
 * A box that fetched a history is told all that was said of it: of a look that comes here late, or anew, something may
 * have been said since that nobody could tell it. The marks stand before the words are read, so that who is told of a
 * word at this moment finds one or the other.
 */
export async function routeFetches(
  couch: RouterCouch,
  documents: readonly CouchDocument[],
  context: RuleContext,
): Promise<Copy[]> {
  const looks = readableRecords(documents.filter(({ type }) => type === 'access'));
  const copies = looks.flatMap((look) => (look.type === 'access' ? routeFetch(look, context) : []));
  await applyCopies(couch, copies);
  const { box, directory } = context;
  for (const patient of new Set(copies.map(({ body }) => (body as unknown as FetchMark).patient))) {
    const { links } = await readPersonLinks(couch, [patient]);
    const person = await readPerson(couch, links.idsOf(patient), directory);
    const marks = person.marks.filter((mark) => mark.box === box);
    copies.push(...(await wordsOfPerson(couch, { ...person, marks })));
  }
  return copies;
}

/** A facility that treats somebody of another one hears which ids were decided to be theirs before it knew them. */
export async function routeStandingLinks(
  couch: RouterCouch,
  documents: readonly CouchDocument[],
  { box, directory }: RuleContext,
): Promise<Copy[]> {
  // Those of a private house are not asked for, see `wantedOf`.
  if (isPrivate(directory.find(box))) return [];
  const patients = new Set(
    documents.flatMap(({ _id, type, patient }) => {
      if (type === 'visit' && typeof patient === 'string') return [patient];
      return type === 'patient-amendment' ? [patientOf(_id)] : [];
    }),
  );
  const foreign = [...patients].filter((id) => firstBox(parsePatientId(id)?.box ?? box) !== firstBox(box));
  if (foreign.length === 0) return [];
  const { decisions } = await readPersonLinks(couch, foreign);
  return decisions.map((link) => linkCopy(link, box));
}

/**
 * A decision about two ids goes to all who hold anything of either, with the others that stand about the person; and
 * where it joins two, each of them is told what was said under the other id.
 */
export async function routeLinkDecision(
  couch: RouterCouch,
  link: CouchDocument,
  { directory, today, told }: { directory: Directory; today: Day; told: ToldRecords },
): Promise<Copy[]> {
  const pair = [link['a'], link['b']].filter((id) => typeof id === 'string');
  const { links, decisions } = await readPersonLinks(couch, pair);
  const ids = [...new Set(pair.flatMap((id) => links.idsOf(id)))];
  const person = await readPerson(couch, ids, directory);
  const { boxes, marks } = person;
  const holders = [...new Set([...boxes, ...marks.map(({ box }) => box)])];
  const others = decisions.filter(({ _id }) => _id !== link._id);
  const isJoined = link['decision'] === 'same' && link['undone'] === undefined;
  const ending: Copy[] = [];
  for (const box of isJoined ? boxes.filter((one) => isPrivate(directory.find(one))) : []) {
    const shares = await routeShares(couch, ids, { box, today, links, told });
    // What a no ends under the other id is over at once. What begins is said by the ledger's own follower alone.
    ending.push(...shares.map(endsOnly));
  }
  return [
    ...ending,
    ...[link, ...others].flatMap((one) => routeLink(one, holders)),
    ...(isJoined && marks.length > 0 ? await wordsOfPerson(couch, person) : []),
  ];
}

function endsOnly({ merge, ...copy }: Copy): Copy {
  const shares = (one: object): number => Object.keys((one as Partial<IndexedPatient>).shared ?? {}).length;
  return {
    ...{ ...copy, body: null },
    merge: (standing) => {
      const next = merge?.(standing) ?? null;
      return next && shares(next) < shares(standing) ? next : null;
    },
  };
}

interface Person {
  ids: readonly PatientId[];
  /** whose ledgers hold records of them */
  boxes: readonly BoxId[];
  marks: readonly FetchMark[];
  directory: Directory;
}

async function readPerson(couch: RouterCouch, ids: PatientId[], directory: Directory): Promise<Person> {
  const marks = await fetchMarks(couch, ids);
  const indexed = (await fetched(couch, ids)) as unknown as IndexedPatient[];
  const codes = [...indexed.flatMap(({ facilities }) => facilities), ...ids.flatMap(homeOf)].map(firstBox);
  const boxes = [...new Set(codes)].map((code) => directory.find(code)?.box ?? code);
  return { ids, boxes, marks, directory };
}

/** All that the person ever said, under any id, to all who fetched under any. */
async function wordsOfPerson(couch: RouterCouch, { ids, boxes, marks, directory }: Person): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const box of boxes.flatMap((one) => lineageOf(one))) {
    const held: LedgerRecord[] = [];
    for (const id of ids) held.push(...readableRecords((await couch.list(facilityDatabase(box), id)) ?? []));
    copies.push(...held.flatMap((record) => routeHistoryWord(record, marks, { box, directory })));
  }
  return copies;
}

async function fetchMarks(couch: RouterCouch, ids: readonly PatientId[]): Promise<FetchMark[]> {
  const found = await Promise.all(
    ids.map(async (id) => {
      const [home] = homeOf(id);
      return home === undefined ? [] : ((await couch.list(inboxDatabase(home), fetchMarkPrefix(id))) ?? []);
    }),
  );
  return found.flat() as unknown as FetchMark[];
}

/** Of the common index, as they stand. */
async function fetched(couch: RouterCouch, ids: string[]): Promise<CouchDocument[]> {
  if (ids.length === 0) return [];
  const documents = (await couch.fetch(PATIENTS_DATABASE, ids)) ?? [];
  return documents.flatMap((one) => (one && one['_deleted'] !== true ? [one] : []));
}

function homeOf(patient: PatientId): BoxId[] {
  const home = parsePatientId(patient)?.box;
  return home === undefined ? [] : [home];
}
