import { changeCentre } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { tryCentre } from '../../sync/try-centre.js';

export interface CentreAnswers {
  url: string;
  user: string;
  password: string;
}

/** What can be seen to be wrong with a centre's address and account without asking it. */
export function wrongCentre(centre: CentreAnswers): FieldError[] {
  const fields: FieldError[] = [];
  if (!/^https?:\/\/[^/]/.test(centre.url) || !URL.canParse(centre.url)) {
    fields.push({ field: 'centre-url', code: 'wrongUrl' });
  }
  if (centre.user === '') fields.push({ field: 'centre-user', code: 'required' });
  if (centre.password === '') fields.push({ field: 'centre-password', code: 'required' });
  return fields;
}

/**
 * Names another centre after it has answered; `untried` where the line is down just now. A running server takes it at
 * its next start.
 * @throws 'bad-input' with fields; 'centre-unreachable', 'centre-refused' of `tryCentre`
 */
export async function setCentre(
  folder: string,
  centre: CentreAnswers,
  untried = false,
): Promise<{ box: string }> {
  const fields = wrongCentre(centre);
  if (fields.length > 0) {
    throw new FacilityError('bad-input', 'The address or the account of the centre is not right.', {
      fields,
    });
  }
  const { settings } = await readBoxFolder(folder);
  if (!untried) await tryCentre(centre, settings.box);
  const { gateway } = settings.centre ?? {};
  await changeCentre(folder, { ...centre, ...(gateway === undefined ? {} : { gateway }) });
  return { box: settings.box };
}
