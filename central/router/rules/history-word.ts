import { historySaid, historyWord } from '../../../records/history/history-word.js';
import { firstBox, inboxDatabase } from '../../../records/ids.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import { isPrivate } from '../../../records/tenancy.js';
import type { FetchMark } from '../../history/fetch-mark.js';
import type { Copy } from '../copy.js';
import type { RuleContext } from '../rule.js';

/**
 * That a patient says no, or that something is restricted from now on, goes to each box that fetched the history. Of a
 * private house's restrictions those hear only to whom it gave its records.
 */
export function routeHistoryWord(
  record: LedgerRecord,
  marks: readonly FetchMark[],
  { box, directory }: Pick<RuleContext, 'box' | 'directory'>,
): Copy[] {
  const said = historySaid(record);
  if (!said) return [];
  const code = firstBox(box);
  const isTold = (mark: FetchMark): boolean =>
    firstBox(mark.box) !== code &&
    (said.said === 'withdrawn' || !isPrivate(directory.find(box)) || mark.from.includes(code));
  return marks.filter(isTold).map((mark) => {
    const { _id, ...body } = historyWord(mark.patient, said);
    return { database: inboxDatabase(mark.box), id: _id, body, elsewhere: [] };
  });
}
