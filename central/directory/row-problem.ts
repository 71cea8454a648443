import type { Column } from './columns.js';

/** What is wrong with one row, for a person: the words stand in the locales under `cli.directory.problems.<code>`. */
export interface RowProblem {
  /** of the file, from 1 */
  line: number;
  field: Column | '';
  /** as it stood there */
  value: string;
  code: ProblemCode;
  params?: Record<string, string | number>;
}

export type ProblemCode =
  | 'required'
  | 'cellCount'
  | 'decimalComma'
  | 'tooLong'
  | 'wrongCode'
  | 'doubledCode'
  | 'unknownKind'
  | 'unknownOwnership'
  | 'tenantMissing'
  | 'tenantOfGovernment'
  | 'wrongLgd'
  | 'scientific'
  | 'codeOfOtherState'
  | 'districtInOtherState'
  | 'blockInOtherDistrict'
  | 'otherName'
  | 'farAway'
  | 'unknownState'
  | 'unknownDistrict'
  | 'unknownBlock'
  | 'notANumber'
  | 'latLonSwapped'
  | 'outsideArea'
  | 'halfPosition'
  | 'unknownService'
  | 'wrongHours'
  | 'wrongStatus'
  | 'closedOnOfOpen'
  | 'wrongDate'
  | 'wrongDay';
