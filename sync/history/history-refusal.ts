import { FacilityError, type ErrorCode, type HintKey } from '../../records/facility-error.js';
import type { HistoryRefusal } from './messages.js';

type Refused = HistoryRefusal['code'] | 'not-offered';

const WORDS: Record<Refused, [code: ErrorCode, message: string, hint: HintKey]> = {
  'no-grounds': [
    'not-allowed',
    'The centre gives no history without a recorded look and a consent or a reason.',
    'hints.consentOrReason',
  ],
  withdrawn: [
    'not-allowed',
    'The patient has said at another facility that the record is not to be shown.',
    'hints.askPatientAgain',
  ],
  'unknown-patient': ['not-found', 'The centre knows no records under this number.', 'hints.compareNumber'],
  'not-recorded': [
    'centre-refused',
    'The centre does not take the record of this look, so it gives nothing.',
    'hints.verifyLook',
  ],
  'centre-down': ['centre-unreachable', 'The centre has trouble of its own.', 'hints.inAMinute'],
  'bad-request': ['centre-refused', 'The centre cannot read the question.', 'hints.boxOrGatewayOld'],
  'not-offered': ['centre-refused', 'This gateway gives no histories.', 'hints.newerGateway'],
};

/** Why the gateway gave nothing, for the people at the box; `params.why` is the gateway's word. */
export function historyRefusal({ code }: { code: Refused }): FacilityError {
  const [error, message, hint] = WORDS[code] ?? WORDS['bad-request'];
  return new FacilityError(error, message, { hint, params: { why: code } });
}
