import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { addDays, isoDate } from '../../../records/day.js';
import type { FieldError } from '../../../records/facility-error.js';
import { readReferralCode } from '../../../records/referral-code.js';
import {
  listReferrals,
  REFERRAL_PICKS,
  type ListedReferral,
  type ReferralFilter,
  type ReferralPick,
} from '../../../records/referral-list.js';
import type { Translate } from '../../../templates/locale.js';
import { pageOf } from '../../../templates/web/page-of.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { choiceField, dateField, textField } from '../../form-fields.js';
import { readQuery } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { referralBook, type ReferralBook } from '../../referrals/referral-book.js';
import { momentWords } from '../travel-words.js';
import { referralPath } from './find-referral.js';
import { listRows } from './list-rows.js';
import { listedReferrals } from './listed-referrals.js';

const PAGE_ROWS = 25;
/** What the link to those that have ended goes back by. */
const ENDED_DAYS = 30;
const PICKS = Object.keys(REFERRAL_PICKS) as ReferralPick[];

interface Asked {
  q?: string;
  way?: 'in' | 'out';
  state?: ReferralPick;
  from?: string;
  to?: string;
}

const schema = Joi.object<Asked>({
  q: textField(60),
  way: choiceField('in', 'out'),
  state: choiceField(...PICKS),
  from: dateField(),
  to: dateField(),
}).unknown();

/** `GET /referrals`: what came and what was sent, narrowed by the address; `?q=` opens one by its code. */
export function listRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/referrals',
    options: looks('view'),
    handler: async (request, h) => {
      const { values, form } = readQuery(request, schema);
      const { q: typed = '' } = values;
      const named = readReferralCode(typed);
      const book = referralBook(facility);
      await Promise.all([book.ready(), facilityDirectory(facility).ready()]);
      if (named !== null && book.knows(named)) {
        return h.redirect(referralPath(named));
      }
      const t = translator(request);
      const language = languageOf(request);
      const filter = filterOf(values);
      const found = listReferrals(listedReferrals(book, filter.pick), filter, facility.now());
      const page = pageOf(found, request.url.searchParams, PAGE_ROWS);
      lookAtList(
        request,
        page.shown.map(({ patient }) => patient),
        true,
      );
      const errors = [...form.errors, ...backwards(values)];
      return h
        .view('referrals/list', {
          title: t('stations.referrals.name'),
          form: { ...form, errors },
          typed,
          newsFrom: facility.heardAt === null ? '' : momentWords(facility, facility.heardAt, language),
          unknown: typed !== '',
          filter,
          picks: PICKS.map((pick) => ({ value: pick, label: pickWord(pick, t) })),
          open: { in: book.openReceived().length, out: book.openSent().length },
          count: found.length,
          none: noneWord(book, filter),
          rows: await listRows(facility, request, page.shown, language, t),
          page,
          endedPath: `/referrals?state=ended&from=${isoDate(addDays(facility.today(), -ENDED_DAYS))}`,
          endedDays: ENDED_DAYS,
          refresh: 60,
          scripts: ['live.js'],
        })
        .code(typed === '' ? (errors.length > 0 ? 400 : 200) : 404);
    },
  };
}

function filterOf({ way, state = 'open', from, to }: Asked): ReferralFilter {
  return {
    pick: state,
    ...(way && { way }),
    ...(from !== undefined && { from: from.replaceAll('-', '') }),
    ...(to !== undefined && { to: to.replaceAll('-', '') }),
  };
}

function backwards({ from, to }: Asked): FieldError[] {
  if (from === undefined || to === undefined || from <= to) return [];
  return [{ field: 'to', code: 'referral.daysBackwards' }];
}

/** Why a list is empty. */
function noneWord(book: ReferralBook, { pick, way }: ReferralFilter): string {
  const [came, sent] = [book.received().length, book.sent().length];
  if (way === 'out' && sent === 0) return 'referral.none.out';
  if (came === 0 && (way === 'in' || (way === undefined && sent === 0))) return 'referral.none.in';
  return pick === 'open' && way === undefined ? 'referral.noneOpen' : 'referral.noneSuch';
}

function pickWord(pick: ReferralPick, t: Translate): string {
  if (pick === 'open' || pick === 'ended') return t(`referral.pick.${pick}`);
  const state: ListedReferral['state'] = pick === 'unanswered' ? 'waiting' : pick;
  return t(`referral.state.${state}`);
}
