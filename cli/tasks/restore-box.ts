import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { BOX_PATTERN, firstBox, lineageOf, nextReplica, type BoxId } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import type { CentreSource } from '../../node-server/restore/centre-source.js';
import type { RestoreSource } from '../../node-server/restore/restore-source.js';
import type { RestoreResult } from '../../node-server/restore/restore-facility.js';
import type { Language } from '../../templates/locale.js';
import { readPort } from '../read-port.js';

export interface RestoreAnswers {
  /** the lost box */
  box?: string;
  fromBackup?: string;
  fromCentre?: string;
  user?: string;
  password?: string;
  recoveryKey?: string;
  replica?: string;
  upToGap?: boolean;
  port?: string;
  host?: string;
  language: Language;
}

/** Opens the sources that were named and restores from them into the folder. */
export async function* restoreBox(
  folder: string,
  answers: RestoreAnswers,
  signal: AbortSignal,
): Job<RestoreResult> {
  checkAnswers(answers);
  const { language, host, port } = answers;
  const { restoreFacility } = await import('../../node-server/restore/restore-facility.js');
  const backup = await openBackup(answers);
  const box = backup?.box ?? answers.box ?? '';
  const asked = answers.replica === undefined ? undefined : firstBox(box) + answers.replica;
  const user = answers.user ?? asked ?? nextReplica(box) ?? box;
  const centre =
    answers.fromCentre === undefined
      ? null
      : { url: answers.fromCentre, user, password: answers.password ?? '' };
  const found = centre && (await openCentre(answers, box, centre));
  try {
    const source = backup && found ? await mergeBoth(backup, found) : (backup ?? found);
    // checkAnswers asks for one of them
    if (!source) throw new FacilityError('bad-input', 'There is nothing to restore from.');
    yield { step: 'restore.reading', done: 0, unit: 'records' };
    return yield* restoreFacility({
      folder,
      source,
      by: asked ?? namedBy(box, user, found?.replacedBy ?? []),
      ...(centre ? { centre } : {}),
      settings: {
        ...(backup ? {} : { language }),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port: readPort('port', port) }),
      },
      signal,
    });
  } finally {
    found?.close();
  }
}

async function openBackup({ fromBackup, recoveryKey, box }: RestoreAnswers): Promise<RestoreSource | null> {
  if (fromBackup === undefined) return null;
  const { openBackupSource } = await import('../../node-server/restore/backup-source.js');
  const key = recoveryKey ?? '';
  return openBackupSource({ path: fromBackup, key, ...(box === undefined ? {} : { box }) });
}

async function openCentre(
  { upToGap = false }: RestoreAnswers,
  box: BoxId,
  centre: { url: string; user: string; password: string },
): Promise<CentreSource> {
  const { openCentreSource } = await import('../../node-server/restore/centre-source.js');
  return openCentreSource({ centre, box, upToGap });
}

async function mergeBoth(backup: RestoreSource, centre: CentreSource): Promise<RestoreSource> {
  const { mergeSources } = await import('../../node-server/restore/merged-source.js');
  return mergeSources(backup, centre);
}

/** The letter that the log-in at the centre has, or the lost box's inbox names; else the next. */
function namedBy(box: BoxId, user: string, replacedBy: BoxId[]): BoxId {
  const isReplica = (one: string): boolean =>
    BOX_PATTERN.test(one) && one !== box && lineageOf(one).includes(box);
  return isReplica(user) ? user : (replacedBy.filter(isReplica).sort().at(-1) ?? nextReplica(box) ?? box);
}

/** Everything that can be seen to be wrong before anything is opened. Throws `bad-input` with the fields. */
export async function checkRestore(answers: RestoreAnswers): Promise<void> {
  checkAnswers(answers);
  const { fromBackup, recoveryKey = '', port } = answers;
  if (port !== undefined) readPort('port', port);
  if (fromBackup === undefined || /^\s*AGE-SECRET-KEY-1/i.test(recoveryKey)) return;
  const { readRecoveryKey } = await import('../../node-server/backup/recovery-key.js');
  await readRecoveryKey(recoveryKey);
}

function checkAnswers({ box, fromBackup, recoveryKey, fromCentre, password, replica }: RestoreAnswers): void {
  const fields: FieldError[] = [];
  const from = fromBackup ?? fromCentre;
  if (from === undefined || fromBackup === '') fields.push({ field: 'from-backup', code: 'required' });
  if (box === undefined && fromBackup === undefined) fields.push({ field: 'box', code: 'required' });
  if (box !== undefined && !BOX_PATTERN.test(box)) fields.push({ field: 'box', code: 'wrongBox' });
  if (fromBackup !== undefined && !recoveryKey) {
    fields.push({ field: 'recovery-key-file', code: 'required' });
  }
  if (fromCentre !== undefined && (!/^https?:\/\/[^/]/.test(fromCentre) || !URL.canParse(fromCentre))) {
    fields.push({ field: 'from-centre', code: 'wrongUrl' });
  }
  if (fromCentre !== undefined && password === undefined) {
    fields.push({ field: 'password-file', code: 'required' });
  }
  if (replica !== undefined && !/^[b-z]$/.test(replica)) fields.push({ field: 'replica', code: 'wrongBox' });
  if (fields.length === 0) return;
  throw new FacilityError('bad-input', 'The restore needs to know more.', {
    fields,
    hint: 'hints.restoreFrom',
  });
}
