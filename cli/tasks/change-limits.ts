import { changeSyncPolicy } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import type { SyncPolicy } from '../../sync/lanes.js';

/** As a person writes them; what is absent stays as it is. */
export interface LimitAnswers {
  /** `500kB`, `20MB`, `none` */
  perDay?: string | undefined;
  /** `22:00-05:00`, `none` */
  quiet?: string | undefined;
  /** `on`, `off` */
  urgentOnly?: string | undefined;
}

const UNITS: Record<string, number> = { kb: 1_000, mb: 1_000_000 };

/** Changes what the line to the centre may carry. Throws `bad-input` with the field, `store-damaged`. */
export async function changeLimits(
  folder: string,
  answers: LimitAnswers,
): Promise<{ box: string; limits: SyncPolicy }> {
  const { settings } = await readBoxFolder(folder);
  const standing = settings.sync ?? {};
  const isChange = Object.values(answers).some((answer) => answer !== undefined);
  const limits = isChange ? changed(standing, answers) : standing;
  if (isChange) await changeSyncPolicy(folder, limits);
  return { box: settings.box, limits };
}

/** The limits as they are typed: what a form begins with. */
export function limitAnswers({
  bytesPerDay,
  quiet,
  urgentOnly,
}: SyncPolicy): Record<keyof LimitAnswers, string> {
  return {
    perDay: bytesPerDay === undefined ? 'none' : amountOf(bytesPerDay),
    quiet: quiet ? `${quiet.from}-${quiet.to}` : 'none',
    urgentOnly: urgentOnly ? 'on' : 'off',
  };
}

function amountOf(bytes: number): string {
  return bytes % 1_000_000 === 0 ? `${bytes / 1_000_000}MB` : `${Math.round(bytes / 1_000)}kB`;
}

function changed(standing: SyncPolicy, { perDay, quiet, urgentOnly }: LimitAnswers): SyncPolicy {
  const policy: SyncPolicy = { ...standing };
  if (perDay === 'none') delete policy.bytesPerDay;
  else if (perDay !== undefined) policy.bytesPerDay = readAmount(perDay);
  if (quiet === 'none') delete policy.quiet;
  else if (quiet !== undefined) policy.quiet = readQuiet(quiet);
  if (urgentOnly !== undefined) policy.urgentOnly = readSwitch(urgentOnly);
  return policy;
}

function readAmount(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,6}) ?(kB|MB)$/i.exec(text) ?? [];
  const times = UNITS[unit.toLowerCase()];
  if (digits === undefined || times === undefined) throw wrong('per-day', text, '500kB, 20MB or none');
  return Number(digits) * times;
}

function readQuiet(text: string): { from: string; to: string } {
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || from === to)
    throw wrong('quiet', text, '22:00-05:00 or none');
  return { from, to };
}

function readSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw wrong('urgent-only', text, 'on or off');
  return text === 'on';
}

function wrong(field: string, text: string, like: string): FacilityError {
  return new FacilityError('bad-input', `--${field} ${text} cannot be read`, {
    fields: [{ field, code: 'wrongAmount' }],
    hint: 'hints.looksLike',
    params: { like },
  });
}
