import type { Day } from '../../records/day.js';
import type { Job } from '../../records/progress.js';
import type { LedgerSum } from '../exchange/messages.js';
import { addRevisions, EMPTY_SUM } from '../ledger-sum.js';
import { ledgerDay } from './ledger-day.js';
import { readRun } from './read-run.js';

/** A day of the box's ledger and the sequences between which it lies. */
export interface DayHere {
  sum: LedgerSum;
  first: number;
  last: number;
}

const EVERY = 2_000;

/** The box's own records, those after `startsAt`, summed up by days as the centre's view does it. */
export async function* sumDays(records: PouchDB.Database, startsAt: number): Job<Map<Day, DayHere>> {
  const days = new Map<Day, DayHere>();
  const total = Number((await records.info()).update_seq) - startsAt;
  let done = 0;
  for await (const { sequence, record } of readRun(records, startsAt)) {
    const day = ledgerDay(record.at);
    const known = days.get(day);
    const sum = addRevisions(known?.sum ?? EMPTY_SUM, [record._rev]);
    days.set(day, { sum, first: known?.first ?? sequence, last: sequence });
    done += 1;
    if (done % EVERY === 0) yield { step: 'sync.counting', done, total, unit: 'records' };
  }
  return days;
}
