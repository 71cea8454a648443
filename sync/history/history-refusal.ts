import { FacilityError, type ErrorCode } from '../../records/facility-error.js';
import type { HistoryRefusal } from './messages.js';

type Refused = HistoryRefusal['code'] | 'not-offered';

const WORDS: Record<Refused, [code: ErrorCode, message: string, hint: string]> = {
  'no-grounds': [
    'not-allowed',
    'The centre gives no history without a recorded look and a consent or a reason.',
    'Ask the patient and record the consent, or give a reason. Is the clock of this box right?',
  ],
  withdrawn: [
    'not-allowed',
    'The patient has said at another facility that the record is not to be shown.',
    'Ask the patient again; in an emergency give a reason.',
  ],
  'unknown-patient': [
    'not-found',
    'The centre knows no records under this number.',
    'Compare the number with the card. The other facility may not have sent its records yet.',
  ],
  'not-recorded': [
    'centre-refused',
    'The centre does not take the record of this look, so it gives nothing.',
    'Look with `nadi sync verify`: the centre may hold other records under the same numbers.',
  ],
  'centre-down': ['centre-unreachable', 'The centre has trouble of its own.', 'Ask again in a minute.'],
  'bad-request': [
    'centre-refused',
    'The centre cannot read the question.',
    'Is this box or the gateway old?',
  ],
  'not-offered': [
    'centre-refused',
    'This gateway gives no histories.',
    'The centre needs a newer gateway with a user of its own (nadi central gateway --user).',
  ],
};

/** Why the gateway gave nothing, for the people at the box; `params.why` is the gateway's word. */
export function historyRefusal({ code }: { code: Refused }): FacilityError {
  const [error, message, hint] = WORDS[code] ?? WORDS['bad-request'];
  return new FacilityError(error, message, { hint, params: { why: code } });
}
