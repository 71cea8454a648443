import type { ResultFlag } from '../care.js';
import type { Day } from '../day.js';
import type { Envelope } from '../envelope.js';
import type { FactKind } from './figure-rule.js';
import { IndianHours } from './indian-hour.js';

/** One thing that can be counted, on the Indian day and hour on which it happened. */
export interface Fact {
  kind: FactKind;
  /** the record that says so */
  id: string;
  day: Day;
  /** 0 to 23 */
  hour: number;
  clockUncertain: boolean;
  /** ICD-10 code, test, drug, the name of a reading, the words of a complaint */
  code?: string;
  /** a test's answer or number, a reading, the outcome of a discharge, how far a prescription was given */
  value?: number | string;
  flag?: ResultFlag;
  /** units of a line */
  units?: number;
  /** of a test: from its order to its first result */
  minutes?: number;
  /** of an ordered test: its result came on the day of the order */
  sameDay?: true;
}

const hours = new IndianHours();

/** What a record says, on its day and hour. */
export function factOf(kind: FactKind, { _id, at, clockUncertain }: Envelope): Fact {
  return { kind, id: _id, ...hours.find(at), clockUncertain: clockUncertain === true };
}
