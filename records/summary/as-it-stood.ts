import { DOUBT_FIGURES } from '../stock-trace/doubt-figures.js';
import { STOCK_FIGURES } from './stock-summary.js';

/** Referrals with which somebody still has something to do: those that came, and those that were sent from here. */
export const OPEN_REFERRALS = { in: 'referral-open-in', out: 'referral-open-out' } as const;

/** Figures of how things stood when the day was over, which nobody can count again later. */
export const AS_IT_STOOD: readonly string[] = [
  ...STOCK_FIGURES,
  ...DOUBT_FIGURES,
  ...Object.values(OPEN_REFERRALS),
];
