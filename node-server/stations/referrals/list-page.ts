import type { Request, ServerRoute } from '@hapi/hapi';
import type { ReferralRecord } from '../../../records/care.js';
import { dayOf } from '../../../records/day.js';
import type { ReferralIn } from '../../../records/inbox-referral.js';
import { visitOf } from '../../../records/ids.js';
import { readReferralCode } from '../../../records/referral-code.js';
import type { Language, Translate } from '../../../templates/locale.js';
import { sees } from '../../access/closed-page.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { isNew, referralBook } from '../../referrals/referral-book.js';
import { staffOf } from '../../session.js';
import { ageAndSex } from '../person-line.js';
import { momentWords } from '../travel-words.js';
import { nameByCode, receiverName } from './facility-picks.js';
import { readSent, referralPath } from './find-referral.js';
import { isStale, listOrder } from './list-order.js';
import { maySeeFindings } from './rights.js';
import { receivedWords, sentWords, type ProgressWords } from './step-words.js';

export interface ReferralRow {
  path: string;
  name: string;
  ageSex: string;
  /** from or to where */
  other: string;
  /** empty for those who may not see it */
  reason: string;
  urgent: boolean;
  /** open, and older than a week */
  stale: boolean;
  /** came, and nobody here has said anything; sent, and nobody here has read the answer */
  isNew: boolean;
  progress: ProgressWords;
}

/** `GET /referrals`: what came and what was sent; `?all=yes` also what ended long ago, `?q=` opens one by its code. */
export function listRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/referrals',
    options: looks('view'),
    handler: async (request, h) => {
      const { q, all } = request.query as Record<string, unknown>;
      const typed = typeof q === 'string' ? q.trim().slice(0, 60) : '';
      const named = readReferralCode(typed);
      const everything = all === 'yes';
      const book = referralBook(facility);
      await Promise.all([book.ready(), facilityDirectory(facility).ready()]);
      if (named !== null && book.knows(named)) {
        return h.redirect(referralPath(named));
      }
      const t = translator(request);
      const language = languageOf(request);
      return h
        .view('referrals/list', {
          title: t('stations.referrals.name'),
          typed,
          everything,
          newsFrom: facility.heardAt === null ? '' : momentWords(facility, facility.heardAt, language),
          unknown: typed !== '',
          received: await receivedRows(facility, request, everything, language, t),
          sent: await sentRows(facility, request, everything, language, t),
          refresh: 60,
          scripts: ['live.js'],
        })
        .code(typed === '' ? 200 : 404);
    },
  };
}

async function receivedRows(
  facility: Facility,
  request: Request,
  everything: boolean,
  language: Language,
  t: Translate,
) {
  const book = referralBook(facility);
  const open = idsOf(book.openReceived());
  const now = facility.now();
  const { shown, more } = listOrder(book.received(), { now, open, news: new Set(), everything });
  const written = await book.read(shown.map(({ id }) => id));
  lookAtList(
    request,
    shown.map(({ patient }) => patient),
    true,
  );
  const findings = maySeeFindings(staffOf(request).roles);
  const rows = shown.map(({ id, at, from, urgent }): ReferralRow => {
    const { state } = book.receivedProgress(id);
    const stale = open.has(id) && isStale(at, now);
    const sender = nameByCode(facility, from.code, language, from.name?.[language] ?? from.code);
    return {
      path: referralPath(id),
      ...personOf(written.get(id), t),
      other: sender,
      reason: findings ? (written.get(id)?.reason ?? '') : '',
      ...{ urgent, stale, isNew: isNew({ state }) },
      progress: withoutFeedback(receivedWords(facility, { id, at }, sender, language), findings),
    };
  });
  return { rows, more, open: open.size };
}

function personOf(referral: ReferralIn | undefined, t: Translate): Pick<ReferralRow, 'name' | 'ageSex'> {
  const person = referral?.summary?.person;
  if (!referral || !person) return { name: t('referral.noName'), ageSex: '' };
  return { name: person.name, ageSex: ageAndSex(person, t, dayOf(referral.at)) };
}

async function sentRows(
  facility: Facility,
  request: Request,
  everything: boolean,
  language: Language,
  t: Translate,
) {
  const book = referralBook(facility);
  const open = idsOf(book.openSent());
  const news = idsOf(book.newlyAnswered());
  const { shown, more } = listOrder(book.sent(), { now: facility.now(), open, news, everything });
  const records = new Map(
    (
      await readSent(
        facility,
        shown.map(({ id }) => id),
      )
    ).map((record) => [record._id, record]),
  );
  lookAtList(
    request,
    shown.map(({ patient }) => patient),
    true,
  );
  const rows = shown.flatMap(({ id }) => {
    const record = records.get(id);
    return record ? sentRow(facility, request, record, news.has(id), language, t) : [];
  });
  return { rows, more, open: open.size };
}

function sentRow(
  facility: Facility,
  request: Request,
  record: ReferralRecord,
  isNew: boolean,
  language: Language,
  t: Translate,
): ReferralRow {
  const { _id, patient, reason, urgent = false, at } = record;
  const person = facility.patients.get(patient);
  const findings = maySeeFindings(staffOf(request).roles) && sees(facility, request, patient, visitOf(_id));
  const progress = withoutFeedback(sentWords(facility, record, language), findings);
  return {
    path: referralPath(_id),
    name: person?.name ?? t('referral.noName'),
    ageSex: person ? ageAndSex(person, t, dayOf(at)) : '',
    other: receiverName(facility, record, language),
    reason: findings ? reason : '',
    ...{ urgent, stale: progress.open && isStale(at, facility.now()), isNew },
    progress,
  };
}

export function withoutFeedback(progress: ProgressWords, findings: boolean): ProgressWords {
  if (findings) return progress;
  return { ...progress, steps: progress.steps.map((step) => ({ ...step, feedback: '' })) };
}

function idsOf(referrals: readonly { id: string }[]): Set<string> {
  return new Set(referrals.map(({ id }) => id));
}
