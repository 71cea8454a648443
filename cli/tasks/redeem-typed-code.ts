import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { readEnrolmentCode } from '../../sync/enrolment/enrolment-code.js';
import type { EnrolledCentre } from '../../sync/enrolment/messages.js';
import { redeemCode } from '../../sync/enrolment/redeem-code.js';
import { refuseWrongAddress } from '../refuse-wrong-address.js';
import { deviceMark } from './device-mark.js';

export interface TypedCode {
  /** the words, or the whole line that the QR holds */
  typed: string;
  /** needed with the words alone */
  gateway?: string;
  box: BoxId;
  /** the data folder, made or not */
  folder: string;
}

/** What is wrong with a code and its address is named by these flags. */
export const CODE_FIELD = 'centre-code';
const GATEWAY_FIELD = 'gateway';

/** Trades a typed code for the box's access. Throws `bad-input` with fields, and what `redeemCode` throws. */
export async function redeemTypedCode({ typed, gateway, box, folder }: TypedCode): Promise<EnrolledCentre> {
  const code = readEnrolmentCode(typed);
  if (!code) {
    throw new FacilityError('bad-input', 'This is no code of a centre.', {
      fields: [{ field: CODE_FIELD, code: 'wrongCentreCode' }],
      hint: 'hints.fiveWords',
    });
  }
  if (code.box !== undefined && code.box !== box) {
    throw new FacilityError('bad-input', `The code is for ${code.box}; this box is ${box}.`, {
      fields: [{ field: CODE_FIELD, code: 'codeOfOtherBox', params: { box: code.box } }],
      hint: 'hints.codeOfBox',
    });
  }
  const address = code.gateway ?? gateway?.trim() ?? '';
  if (address === '') {
    throw new FacilityError('bad-input', 'The words need the address of the gateway beside them.', {
      fields: [{ field: GATEWAY_FIELD, code: 'required' }],
      hint: 'hints.besideCode',
    });
  }
  refuseWrongAddress(GATEWAY_FIELD, address, 'https://centre.example:6985');
  return redeemCode({ gateway: address, box, secret: code.secret, device: await deviceMark(folder) });
}
