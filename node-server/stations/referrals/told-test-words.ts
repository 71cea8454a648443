import type { ReferralSummary, ToldResult } from '../../../records/care.js';
import type { Words } from '../../../records/envelope.js';
import { resultsInForce } from '../../../records/told-results.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { TONES, unitWords } from '../lab/shown-result.js';
import { momentWords, type TravelWords } from '../travel-words.js';

/** What came after a referral: the sender's record, or the copy of it at the receiver. */
export interface LaterResults {
  at: string;
  results: readonly ToldResult[];
  pending?: readonly Words[];
  /** nobody here has read it yet */
  isNew?: boolean;
  /** at the sender: how far it is on its way */
  travel?: TravelWords | null;
}

export interface ToldTestRow {
  test: string;
  value: string;
  range: string;
  flagName: string;
  tone: 'good' | 'warn' | 'danger';
  time: string;
  corrected: boolean;
  isLater: boolean;
  isNew: boolean;
  travel: TravelWords | null;
}

/** The tests that a referral tells of, for the partial `told-tests`: critical results first. */
export interface ToldTests {
  rows: ToldTestRow[];
  pending: string[];
}

export function toldTestWords(
  facility: Pick<Facility, 'today'>,
  { results = [], pending = [] }: Pick<ReferralSummary, 'results' | 'pending'>,
  later: readonly LaterResults[],
  language: Language,
  t: Translate,
): ToldTests {
  const inOrder = later.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const told = [
    ...results.map((result) => ({ ...result, isLater: false, isNew: false, travel: null })),
    ...inOrder.flatMap(({ results, isNew = false, travel = null }) =>
      results.map((result) => ({ ...result, isLater: true, isNew, travel })),
    ),
  ];
  const latest = inOrder.at(-1);
  return {
    rows: resultsInForce(told).map(({ test, value, answer, unit, range, flag, at, corrects, ...way }) => ({
      test: test[language],
      value: `${answer?.[language] ?? String(value)} ${unitWords(unit ?? '')}`.trim(),
      range: unitWords(range ?? ''),
      ...{ flagName: t(`lab.flags.${flag}`), tone: TONES[flag] },
      ...{ time: momentWords(facility, at, language), corrected: corrects !== undefined },
      ...way,
    })),
    pending: (latest ? (latest.pending ?? []) : pending).map((words) => words[language]),
  };
}
