import { addDays, dayOf, startOfDay, type Day } from '../../records/day.js';
import type { Random } from './random.js';

const MINUTE = 60_000;
/** After that, by India's clock, an answer that can wait is given the next morning. */
const EVENING_MINUTES = 16 * 60;

export interface AnswerTimes {
  /** milliseconds */
  answeredAt: number;
  /** from which day on the patient comes, and not before this */
  comesOn: Day;
  comesAt: number;
}

/** When the demo's receivers answer and its patients come: urgent ones within the hour, others in their own time. */
export function answerTimes(sentAt: number, urgent: boolean, random: Random): AnswerTimes {
  if (urgent) {
    const answeredAt = sentAt + random.between(4, 25) * MINUTE;
    return { answeredAt, comesOn: dayOf(sentAt), comesAt: answeredAt + random.between(40, 110) * MINUTE };
  }
  const day = dayOf(sentAt);
  const soon = sentAt + random.between(15, 240) * MINUTE;
  const isToday = soon < startOfDay(day) + EVENING_MINUTES * MINUTE;
  const morning = startOfDay(addDays(day, 1)) + (9 * 60 + random.between(5, 60)) * MINUTE;
  const answeredAt = isToday ? soon : Math.max(morning, sentAt + MINUTE);
  return { answeredAt, comesOn: addDays(dayOf(answeredAt), random.between(1, 4)), comesAt: answeredAt };
}
