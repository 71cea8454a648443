import { DEFAULT_HTTP_PORT, DEFAULT_HTTPS_PORT } from '../../node-server/lan/lan-settings.js';
import { BOX_PATTERN, STAFF_PATTERN } from '../../records/ids.js';
import type { FieldError } from '../../records/facility-error.js';

/** Everything that a set-up asks, as typed. */
export interface SetupAnswers {
  box?: string;
  nameHi?: string;
  nameEn?: string;
  level?: string;
  district?: string;
  block?: string;
  port?: string;
  host?: string;
  /** `yes`, `no` */
  tls?: string;
  /** `yes`, `no` */
  pairing?: string;
  /** a one-time code of the centre, instead of address, user and password */
  centreCode?: string;
  centreGateway?: string;
  centreUrl?: string;
  centreUser?: string;
  centrePassword?: string;
  adminName?: string;
  adminNameHi?: string;
  adminNameEn?: string;
  adminPassword?: string;
}

export interface SetupQuestion {
  /** words under `cli.setup` */
  key: keyof SetupAnswers;
  /** the flag that answers it */
  flag: string;
  /** taken where nothing is answered; a question without one must be answered */
  fallback?: (answers: SetupAnswers) => string;
  /** code of `fieldErrors` for a wrong answer */
  wrong?: (value: string) => Omit<FieldError, 'field'> | null;
  /** false: doesn't come up */
  when?: (answers: SetupAnswers) => boolean;
  /** what is typed stays hidden */
  secret?: true;
  /** has a flag, but is never asked */
  quiet?: true;
}

const unless = (good: (value: string) => boolean, code: string) => (value: string) =>
  good(value) ? null : { code };
const short = (value: string): Omit<FieldError, 'field'> | null =>
  value.length > 80 ? { code: 'tooLong', params: { max: 80 } } : null;
const password = (value: string): Omit<FieldError, 'field'> | null =>
  value !== '' && value.length < 8 ? { code: 'tooShort', params: { min: 8 } } : null;
const isUrl = (value: string): boolean =>
  value === '' || (/^https?:\/\/[^/]/.test(value) && URL.canParse(value));
const hasCode = (answers: SetupAnswers): boolean => (answers.centreCode ?? '') !== '';
const hasCentre = (answers: SetupAnswers): boolean => !hasCode(answers) && (answers.centreUrl ?? '') !== '';

export const SETUP_QUESTIONS: readonly SetupQuestion[] = [
  { key: 'box', flag: 'box', wrong: unless((value) => BOX_PATTERN.test(value), 'wrongBox') },
  { key: 'nameHi', flag: 'name-hi', wrong: short },
  { key: 'nameEn', flag: 'name-en', wrong: short },
  { key: 'level', flag: 'level', fallback: () => 'PHC', wrong: short },
  { key: 'district', flag: 'district', fallback: () => '', wrong: short },
  { key: 'block', flag: 'block', fallback: () => '', wrong: short },
  { key: 'host', flag: 'host', fallback: () => '0.0.0.0', quiet: true },
  { key: 'tls', flag: 'tls', fallback: () => 'yes', quiet: true },
  { key: 'pairing', flag: 'pairing', fallback: () => 'yes', quiet: true },
  {
    key: 'port',
    flag: 'port',
    fallback: ({ tls }) => String(tls === 'no' ? DEFAULT_HTTP_PORT : DEFAULT_HTTPS_PORT),
    // 0 lets the system choose a free one.
    wrong: unless((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, 'wrongPort'),
  },
  { key: 'centreCode', flag: 'centre-code', fallback: () => '', quiet: true },
  {
    key: 'centreGateway',
    flag: 'gateway',
    fallback: () => '',
    wrong: unless(isUrl, 'wrongUrl'),
    quiet: true,
  },
  {
    key: 'centreUrl',
    flag: 'centre-url',
    when: (answers) => !hasCode(answers),
    fallback: () => '',
    wrong: unless(isUrl, 'wrongUrl'),
  },
  {
    key: 'centreUser',
    flag: 'centre-user',
    when: hasCentre,
    fallback: ({ box }) => box ?? '',
  },
  { key: 'centrePassword', flag: 'centre-password-file', when: hasCentre, secret: true },
  {
    key: 'adminName',
    flag: 'admin-name',
    wrong: unless((value) => STAFF_PATTERN.test(value), 'wrongStaffId'),
  },
  { key: 'adminNameHi', flag: 'admin-name-hi', fallback: ({ adminName }) => adminName ?? '', wrong: short },
  { key: 'adminNameEn', flag: 'admin-name-en', fallback: ({ adminName }) => adminName ?? '', wrong: short },
  { key: 'adminPassword', flag: 'admin-password-file', fallback: () => '', wrong: password, secret: true },
];
