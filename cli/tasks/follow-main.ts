import { hostname } from 'node:os';
import type { FollowState } from '../../node-server/standby/follower.js';
import { FacilityError, type FieldError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';

export interface FollowAnswers {
  /** the main box's address; for a folder that is paired already, its new one */
  url?: string;
  code?: string;
  /** what this box is called at the main one; absent: the computer's name */
  name?: string;
}

export interface Following {
  box: string;
  firstCopy(): Job<FollowState>;
  state(): FollowState;
  stop: () => Promise<void>;
}

/**
 * Follows the main box; an empty folder is paired with it first. The same answers again go on where it stopped: a folder
 * that is paired needs no code.
 */
export async function followMain(folder: string, answers: FollowAnswers): Promise<Following> {
  const { readStandby, writeStandby } = await import('../../node-server/standby/standby-folder.js');
  const { mainAddress, pairWithMain } = await import('../../node-server/standby/pair-with-main.js');
  const { startStandby } = await import('../../node-server/standby/start-standby.js');
  const { url } = answers;
  const standing = await readStandby(folder);
  if (!standing) await pairWithMain({ folder, ...needed(answers), name: answers.name ?? hostname() });
  else if (url !== undefined && mainAddress(url) !== standing.url) {
    await writeStandby(folder, { ...standing, url: mainAddress(url) });
  }
  const { follower, stop } = await startStandby({ folder });
  const { box } = follower.state();
  return { box, firstCopy: () => follower.firstCopy(), state: () => follower.state(), stop };
}

function needed({ url, code }: FollowAnswers): { url: string; code: string } {
  const fields: FieldError[] = [];
  if (url === undefined) fields.push({ field: 'address', code: 'required' });
  if (code === undefined) fields.push({ field: 'code', code: 'required' });
  if (url !== undefined && code !== undefined) return { url, code };
  throw new FacilityError('bad-input', 'A spare box needs the address of the main one and a code.', {
    hint: 'hints.standbyCode',
    fields,
  });
}
