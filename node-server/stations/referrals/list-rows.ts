import type { Request } from '@hapi/hapi';
import type { ReferralRecord } from '../../../records/care.js';
import { dayOf } from '../../../records/day.js';
import type { ReferralIn } from '../../../records/inbox-referral.js';
import { visitOf } from '../../../records/ids.js';
import { isStale } from '../../../records/referral-list.js';
import type { Language, Translate } from '../../../templates/locale.js';
import { sees } from '../../access/closed-page.js';
import type { Facility } from '../../facility.js';
import { isNew, referralBook } from '../../referrals/referral-book.js';
import { staffOf } from '../../session.js';
import { ageAndSex } from '../person-line.js';
import { nameByCode, receiverName } from './facility-picks.js';
import { readSent, referralPath } from './find-referral.js';
import type { BookReferral } from './listed-referrals.js';
import { maySeeFindings } from './rights.js';
import { receivedWords, sentWords, withoutFeedback, type ProgressWords } from './step-words.js';

export interface ReferralRow {
  way: 'in' | 'out';
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
  /** came, and nobody here has said anything or has read that it was taken back; sent, and nobody has read the answer */
  isNew: boolean;
  /** results that came after it and that nobody here has read yet */
  results: '' | 'new' | 'critical';
  progress: ProgressWords;
}

/** The rows of one page, in the order given; only these are read from the disk. */
export async function listRows(
  facility: Facility,
  request: Request,
  listed: readonly BookReferral[],
  language: Language,
  t: Translate,
): Promise<ReferralRow[]> {
  const idsOf = (way: BookReferral['way']): string[] =>
    listed.flatMap((one) => (one.way === way ? one.id : []));
  const came = await referralBook(facility).read(idsOf('in'));
  const sent = new Map((await readSent(facility, idsOf('out'))).map((record) => [record._id, record]));
  const findings = maySeeFindings(staffOf(request).roles);
  return listed.flatMap((one): ReferralRow[] => {
    const record = sent.get(one.id);
    if (one.way === 'in') return [receivedRow(facility, one, came.get(one.id), { findings, language, t })];
    if (!record) return [];
    const seesThis = findings && sees(facility, request, one.patient, visitOf(one.id));
    return [sentRow(facility, one, record, { findings: seesThis, language, t })];
  });
}

interface Reading {
  findings: boolean;
  language: Language;
  t: Translate;
}

function receivedRow(
  facility: Facility,
  one: BookReferral,
  written: ReferralIn | undefined,
  { findings, language, t }: Reading,
): ReferralRow {
  const { id, at, from = { code: '' }, urgent } = one;
  const sender = nameByCode(facility, from.code, language, from.name?.[language] ?? from.code);
  return {
    ...{ way: 'in', path: referralPath(id), other: sender, urgent },
    ...personOf(written, t),
    reason: findings ? (written?.reason ?? '') : '',
    stale: isStale(one, facility.now()),
    isNew:
      (one.news && referralBook(facility).newResults(id) === null) ||
      isNew(referralBook(facility).receivedProgress(id)),
    results: findings ? unreadResults(facility, id) : '',
    progress: withoutFeedback(receivedWords(facility, { id, at }, sender, language), findings),
  };
}

function personOf(referral: ReferralIn | undefined, t: Translate): Pick<ReferralRow, 'name' | 'ageSex'> {
  const person = referral?.summary?.person;
  if (!referral || !person) return { name: t('referral.noName'), ageSex: '' };
  return { name: person.name, ageSex: ageAndSex(person, t, dayOf(referral.at)) };
}

function sentRow(
  facility: Facility,
  one: BookReferral,
  record: ReferralRecord,
  { findings, language, t }: Reading,
): ReferralRow {
  const person = facility.patients.get(one.patient);
  return {
    ...{ way: 'out', path: referralPath(one.id), other: receiverName(facility, record, language) },
    name: person?.name ?? t('referral.noName'),
    ageSex: person ? ageAndSex(person, t, dayOf(one.at)) : '',
    reason: findings ? record.reason : '',
    ...{ urgent: one.urgent, stale: isStale(one, facility.now()), isNew: one.news, results: '' },
    progress: withoutFeedback(sentWords(facility, record, language), findings),
  };
}

function unreadResults(facility: Facility, id: string): ReferralRow['results'] {
  const unread = referralBook(facility).newResults(id);
  if (!unread) return '';
  return unread.critical ? 'critical' : 'new';
}
