import type { AdminStatus } from '../../node-server/admin/admin-api.js';
import type { FollowState } from '../../node-server/standby/follower.js';
import type { BoxSecrets } from '../../node-server/box-folder/box-secrets.js';
import type { BoxSettings } from '../../node-server/box-folder/box-settings.js';

/** What the checks look at. Everything that asks the machine or the line is asked once for all of them. */
export interface CheckContext {
  folder: string;
  /** milliseconds since the epoch */
  now: () => number;
  /** of the server that runs on the folder, null where none does */
  status: AdminStatus | null;
  /** null where the folder is no box's or cannot be read */
  box: { settings: BoxSettings; secrets: BoxSecrets } | null;
  /** how far the spare box is whose folder this is; null where it is none's */
  standby: FollowState | null;
  /** the configured centre's answer and clock; asks nobody else */
  askCentre: () => Promise<CentreAnswer>;
  nodeVersion: string;
}

export type CentreAnswer =
  | { kind: 'not-set' }
  | { kind: 'silent' | 'refused'; message: string }
  | { kind: 'answers'; date: number | null };

export type CheckState = 'good' | 'watch' | 'bad';

export interface Finding {
  state: CheckState;
  /** the words are `cli.doctor.<check>.<outcome>`, the next step `cli.doctor.<check>.<outcome>Next` where it is there */
  outcome: string;
  params?: Record<string, string | number>;
  /** name of a page in docs/runbooks */
  runbook?: string;
  /** mends it; only what can do no harm */
  fix?: () => Promise<void>;
}

/** One thing that `nadi doctor` looks at. Another area adds its own to `CHECKS`. */
export interface Check {
  id: string;
  run: (context: CheckContext) => Promise<Finding> | Finding;
}
