import { dayOf } from '../../../records/day.js';
import type { ReportTable } from '../../../records/report.js';
import { formatDay } from '../../../templates/format-day.js';
import type { PlainDefinition } from '../../../templates/report-definition.js';
import { isNew, referralBook } from '../../referrals/referral-book.js';
import type { SectionContext } from '../section-context.js';

interface Waiting {
  at: string;
  urgent?: boolean;
}

/** How many referrals wait for a word of a person there or here, and since when the oldest does, as it stands now. */
export async function openReferralsSection(
  section: PlainDefinition,
  { deps, language, t }: SectionContext,
): Promise<ReportTable> {
  const book = referralBook(deps.facility);
  await book.ready();
  const sent = book.openSent().filter(({ id }) => book.isUnanswered(id));
  const lost = book.openSent().filter(({ id }) => book.sentProgress(id)?.state === 'undelivered');
  const came = book.openReceived().filter(({ id }) => isNew(book.receivedProgress(id)));
  const row = (name: string, waiting: readonly Waiting[]) => ({
    cells: {
      name: t(`reports.openReferrals.${name}`),
      count: waiting.length,
      urgent: waiting.filter(({ urgent }) => urgent).length,
      oldest: oldestOf(waiting, (at) => formatDay(language, dayOf(at))),
    },
  });
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      { key: 'name', title: t('reports.item'), width: 5 },
      { key: 'count', title: t('reports.openReferrals.count'), align: 'right', width: 1.2 },
      { key: 'urgent', title: t('reports.openReferrals.urgent'), align: 'right', width: 1.2 },
      { key: 'oldest', title: t('reports.openReferrals.oldest'), align: 'right', width: 2 },
    ],
    rows: [row('sent', sent), row('lost', lost), row('came', came)],
  };
}

function oldestOf(waiting: readonly Waiting[], words: (at: number) => string): string {
  // Blank: a dash would say that nobody knows.
  return waiting.length === 0 ? '' : words(Math.min(...waiting.map(({ at }) => Date.parse(at))));
}
