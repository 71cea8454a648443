import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { BOX_PATTERN, firstBox, lineageOf, nextReplica, type BoxId } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import type { RestoreResult } from '../../node-server/restore/restore-facility.js';
import type { Language } from '../../templates/locale.js';
import { readPort } from '../read-port.js';

export interface RestoreAnswers {
  /** the lost box */
  box?: string;
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
  const { fromCentre, password = '', language, host, port } = answers;
  const box = checkAnswers(answers);
  const { openCentreSource } = await import('../../node-server/restore/centre-source.js');
  const { restoreFacility } = await import('../../node-server/restore/restore-facility.js');
  const by = answers.replica === undefined ? undefined : firstBox(box) + answers.replica;
  const user = answers.user ?? by ?? nextReplica(box) ?? box;
  const centre = { url: fromCentre ?? '', user, password };
  const source = await openCentreSource({ centre, box, upToGap: answers.upToGap ?? false });
  try {
    return yield* restoreFacility({
      folder,
      source,
      by: by ?? namedBy(box, user, source.replacedBy),
      centre,
      settings: {
        language,
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port: readPort('port', port) }),
      },
      signal,
    });
  } finally {
    source.close();
  }
}

/** The letter that the log-in at the centre has, or the lost box's inbox names; else the next. */
function namedBy(box: BoxId, user: string, replacedBy: BoxId[]): BoxId {
  const isReplica = (one: string): boolean =>
    BOX_PATTERN.test(one) && one !== box && lineageOf(one).includes(box);
  return isReplica(user) ? user : (replacedBy.filter(isReplica).sort().at(-1) ?? nextReplica(box) ?? box);
}

function checkAnswers({ box = '', fromCentre, password, replica }: RestoreAnswers): BoxId {
  const fields: FieldError[] = [];
  if (!BOX_PATTERN.test(box)) fields.push({ field: 'box', code: box === '' ? 'required' : 'wrongBox' });
  if (fromCentre === undefined) fields.push({ field: 'from-centre', code: 'required' });
  else if (!/^https?:\/\/[^/]/.test(fromCentre) || !URL.canParse(fromCentre)) {
    fields.push({ field: 'from-centre', code: 'wrongUrl' });
  }
  if (fromCentre !== undefined && password === undefined) {
    fields.push({ field: 'password-file', code: 'required' });
  }
  if (replica !== undefined && !/^[b-z]$/.test(replica)) fields.push({ field: 'replica', code: 'wrongBox' });
  if (fields.length === 0) return box;
  throw new FacilityError('bad-input', 'The restore needs to know more.', { fields });
}
