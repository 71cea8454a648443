/** What travels first: urgent records, then the ledger in its order, then papers. */
export type Lane = 'urgent' | 'records' | 'papers';

/** What an operator allows the line, a box's setting. */
export interface SyncPolicy {
  /** bytes a day, both ways; absent: as many as it takes */
  bytesPerDay?: number;
  /** India's time, `22:00`; only urgent records travel from the first to the second */
  quiet?: { from: string; to: string };
  /** only urgent records travel */
  urgentOnly?: boolean;
}

export interface LaneFacts {
  /** does each lane have something to send */
  waiting: Record<Lane, boolean>;
  /** bytes of the day so far */
  spent: number;
  /** minutes since midnight, India's time */
  minute: number;
}

/**
 * The lane that the next bundle comes from; null: nothing may go now. Urgent records know neither budget nor quiet
 * time: a budget is there so that they always find some of the line's money left.
 */
export function chooseLane({ waiting, spent, minute }: LaneFacts, policy: SyncPolicy): Lane | null {
  if (waiting.urgent) return 'urgent';
  const { bytesPerDay = Infinity, quiet, urgentOnly = false } = policy;
  if (urgentOnly || spent >= bytesPerDay || (quiet !== undefined && isWithin(minute, quiet))) return null;
  if (waiting.records) return 'records';
  return waiting.papers ? 'papers' : null;
}

/** The time of day that a policy says, in minutes. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function isWithin(minute: number, { from, to }: { from: string; to: string }): boolean {
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  // Over midnight the two are the other way round.
  return begins <= ends ? begins <= minute && minute < ends : minute >= begins || minute < ends;
}
