import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { CODE_FIELD, redeemTypedCode } from '../tasks/redeem-typed-code.js';
import type { Finding, Values } from './wizard-steps.js';

/** Redeems the centre's code; what it gives stands in the values from then on. */
export async function checkCode(values: Values, folder: string): Promise<Finding> {
  const typed = values['centreCode'] ?? '';
  try {
    const { url, user, password, gateway } = await redeemTypedCode({
      typed,
      gateway: values['centreGateway'] ?? '',
      box: values['box'] ?? '',
      folder,
    });
    const access = { centreUrl: url, centreUser: user, centrePassword: password, centreGateway: gateway };
    return { fields: [], values: access };
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    return { fields: fieldsOf(error) };
  }
}

function fieldsOf({ code, fields, params }: FacilityError): FieldError[] {
  if (fields.length > 0) {
    return fields.map((field) => ({
      ...field,
      field: field.field === CODE_FIELD ? 'centreCode' : 'centreGateway',
    }));
  }
  if (code === 'centre-unreachable') return [{ field: 'centreGateway', code: 'centreSilentCode' }];
  return [{ field: 'centreCode', code: CODE_WORDS[code] ?? 'centreRefuses', params }];
}

const CODE_WORDS: { [code in FacilityError['code']]?: string } = {
  'code-wrong': 'codeWrong',
  'code-used': 'codeUsed',
  'code-expired': 'codeExpired',
  'too-many-tries': 'tooManyTries',
  'box-revoked': 'boxRevoked',
};
