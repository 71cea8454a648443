import { writePushMark, type PushMark } from '../sync-mark.js';
import type { BoxCheckpoints } from './box-checkpoints.js';
import type { End } from './messages.js';
import type { NewsIntake } from './news-intake.js';
import type { PaperOutgoing } from './paper-outgoing.js';

export interface CheckpointWork {
  records: PouchDB.Database;
  mark: PushMark;
  papers: PaperOutgoing;
  news: NewsIntake;
  checkpoints: BoxCheckpoints;
}

/**
 * After an exchange: writes the box's half of PouchDB's checkpoints, so that a stock replication finds nothing to do.
 * Where the centre's half has gone back, its database is older than what it confirmed. Records need no heed: the sums
 * tell. Papers go again from there on.
 *
 * @param isComplete the sums agree
 */
export async function keepCheckpoints(
  { records, mark, papers, news, checkpoints }: CheckpointWork,
  { behind = {} }: End,
  isComplete: boolean,
): Promise<void> {
  for (const database of ['records', 'papers'] as const)
    if (behind[database] !== undefined) checkpoints.forget(database);
  const told = behind.records === undefined ? (isComplete ? mark.confirmed : mark.checkpoint) : 0;
  if (told !== undefined && told !== mark.checkpoint) {
    mark.checkpoint = told;
    await writePushMark(records, mark);
  }
  if (behind.papers === undefined) await papers.checkpointAt(papers.confirmed);
  // Without any, nobody knows what is there: a stock replication will compare all of them.
  else if (behind.papers !== null) await papers.setBack(Number(behind.papers));
  await checkpoints.write({
    ...news.cursors,
    ...(isComplete && behind.records === undefined ? { records: mark.confirmed } : {}),
    ...(behind.papers === undefined ? { papers: papers.confirmed } : {}),
  });
}
