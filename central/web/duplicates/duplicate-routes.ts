import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { comparedPerson } from '../../../records/duplicates/compared-person.js';
import { FacilityError } from '../../../records/facility-error.js';
import { printedPatientId, type PatientId } from '../../../records/ids.js';
import type { LinkDecision } from '../../../records/person-links.js';
import { PATIENTS_DATABASE } from '../../centre-databases.js';
import {
  decideDuplicate,
  latestDecisions,
  openProposals,
  readPair,
  undoDecision,
} from '../../duplicates/decide-duplicate.js';
import { linkId, proposalId, type Proposal } from '../../duplicates/proposal.js';
import { readPairPeople, type PairPerson } from '../../duplicates/read-pair-people.js';
import { readShares } from '../../duplicates/read-shares.js';
import { RouterCouch } from '../../router/router-couch.js';
import { webFrameOf, type CentreRoute } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';
import { demographicsOf, pairView } from './pair-view.js';
import { recordLook } from './record-look.js';

/** On one page, and asked for at once: some may not be shown any more. */
const SHOWN = 20;
const ASKED = 60;
const LATEST = 50;
const LONGEST_NOTE = 200;

const REGISTRY = { who: 'registry' } as const;
const PAIR = '/duplicates/{a}/{b}';

/** Proposals, two patients side by side, what was decided: for the registry, who alone sees names. */
export const duplicateRoutes: CentreRoute[] = [
  {
    method: 'GET',
    path: '/duplicates',
    access: REGISTRY,
    handler: (request, h) => showProposals(request, h),
  },
  { method: 'GET', path: '/duplicates/decided', access: REGISTRY, handler: showDecisions },
  {
    method: 'GET',
    path: '/duplicates/compare',
    access: REGISTRY,
    handler: comparePage,
  },
  { method: 'GET', path: PAIR, access: REGISTRY, handler: showPair },
  { method: 'POST', path: PAIR, access: REGISTRY, handler: takeDecision },
];

async function showProposals(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { couch, now, view } = openPage(request);
  const proposals = await openProposals(couch, ASKED);
  const people = await readPairPeople(
    couch,
    proposals.flatMap(({ a, b }) => [a, b]),
    now,
  );
  const pairs = proposals.flatMap((proposal) => {
    const pair = pairOf(people, proposal);
    return pair ? [{ reported: proposal.reported, pair }] : [];
  });
  const shown = (await withShares(couch, pairs, view))
    .sort((one, other) => sureness(other) - sureness(one))
    .slice(0, SHOWN);
  await recordLook(
    couch,
    request,
    shown.flatMap(({ pair }) => pair.map(({ id }) => id)),
  );
  return h.view('centre/duplicates/open', {
    title: view.t('centre.duplicates.title'),
    path: '/duplicates',
    pairs: shown,
    more: pairs.length > SHOWN || proposals.length === ASKED,
  });
}

/** Leads to the two whose ids were typed; what cannot be an id stays in the form, with what is wrong about it. */
function comparePage(request: Request, h: ResponseToolkit): ResponseObject {
  const query = new URLSearchParams(request.url.search);
  const values = { first: query.get('first') ?? '', second: query.get('second') ?? '' };
  try {
    return h.redirect(pathOf(...readPair(values.first, values.second)));
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'bad-input') throw error;
    const { view } = openPage(request);
    const page = h.view('centre/duplicates/compare', {
      title: view.t('centre.duplicates.byHand'),
      path: '/duplicates',
      form: { values, errors: error.fields, once: '' },
    });
    return page.code(400);
  }
}

async function showDecisions(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { couch, now, view } = openPage(request);
  const decisions = await latestDecisions(couch, LATEST);
  const people = await readPairPeople(
    couch,
    decisions.flatMap(({ a, b }) => [a, b]),
    now,
  );
  await recordLook(couch, request, [...people.keys()]);
  return h.view('centre/duplicates/decided', {
    title: view.t('centre.duplicates.decided'),
    path: '/duplicates',
    decisions: decisions.map((link) => ({
      ...link,
      path: pathOf(link.a, link.b),
      people: [link.a, link.b].map((id) => ({ id: printedPatientId(id), name: people.get(id)?.name ?? '' })),
    })),
  });
}

async function showPair(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { couch, now, view } = openPage(request);
  const [a, b] = pairOfPath(request);
  const pair = pairOf(await readPairPeople(couch, [a, b], now), { a, b });
  if (!pair) throw new FacilityError('not-found', 'One of the two is not in the common index.');
  await recordLook(couch, request, [a, b]);
  const [link, proposal] = (await couch.fetch(PATIENTS_DATABASE, [linkId(a, b), proposalId(a, b)])) ?? [];
  const [compared] = await withShares(couch, [{ pair }], view);
  const decision = link?.['type'] === 'link' ? (link as unknown as LinkDecision) : null;
  return h.view('centre/duplicates/pair', {
    title: view.t('centre.duplicates.pairTitle'),
    path: '/duplicates',
    pair: compared,
    decision,
    reported: (proposal as Partial<Proposal> | null | undefined)?.reported,
    standing: decision !== null && decision.undone === undefined,
  });
}

/** The next page shows what stands: a reload, or a second press, changes nothing. */
async function takeDecision(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { couch, now } = openPage(request);
  const pair = pairOfPath(request);
  const { decision, note } = (request.payload ?? {}) as Record<string, unknown>;
  const words = typeof note === 'string' ? note.trim().slice(0, LONGEST_NOTE) : '';
  const decider = { by: request.app.viewer?.name ?? '', now, ...(words !== '' && { note: words }) };
  if (decision === 'undo') await undoDecision(couch, pair, decider);
  else if (decision === 'same' || decision === 'different')
    await decideDuplicate(couch, pair, decision, decider);
  else {
    const fields = [{ field: 'decision', code: 'required' }];
    throw new FacilityError('bad-input', 'Nothing was decided.', { fields });
  }
  return h.redirect(pathOf(...pair));
}

/** Pairs side by side, weighed by how common their names are now. */
async function withShares<P extends { pair: [PairPerson, PairPerson] }>(
  couch: RouterCouch,
  pairs: readonly P[],
  view: ReturnType<typeof openPage>['view'],
): Promise<(P & ReturnType<typeof pairView>)[]> {
  const people = pairs.flatMap(({ pair }) => pair.map((person) => comparedPerson(demographicsOf(person))));
  const shares = await readShares(couch, people);
  return pairs.map((one) => ({ ...one, ...pairView(one.pair, { ...view, shares }) }));
}

/** Who was reported by somebody that had the person before them stands first. */
function sureness({ reported, probability }: { reported?: unknown; probability: number }): number {
  return reported === undefined ? probability : 2;
}

function openPage(request: Request) {
  const frame = webFrameOf(request);
  const language = languageOfWeb(request);
  const now = frame.now();
  const view = { t: frame.locale.in(language), language, year: new Date(now).getUTCFullYear() };
  return { couch: new RouterCouch(frame.couch), now, view };
}

/** A wrong id in the address is what does not exist. */
function pairOfPath(request: Request): [PatientId, PatientId] {
  try {
    return readPair(String(request.params['a']), String(request.params['b']));
  } catch (cause) {
    throw new FacilityError('not-found', 'There are no such two.', { cause });
  }
}

function pairOf(
  people: ReadonlyMap<PatientId, PairPerson>,
  { a, b }: { a: PatientId; b: PatientId },
): [PairPerson, PairPerson] | null {
  const [one, other] = [people.get(a), people.get(b)];
  return one && other ? [one, other] : null;
}

function pathOf(a: PatientId, b: PatientId): string {
  return `/duplicates/${printedPatientId(a)}/${printedPatientId(b)}`;
}
