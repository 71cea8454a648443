import type { FieldError } from './facility-error.js';
import { normaliseMobile, MOBILE_PATTERN } from './mobile.js';
import type { Demographics, Sex } from './people.js';
import { asciiDigits } from './transliterate.js';

export const ABHA_PATTERN = /^\d{14}$/;
const ADDRESS_PATTERN = /^[a-z0-9._]{3,32}@[a-z]{2,10}$/;
const SEX: Record<string, Sex> = { M: 'male', F: 'female', O: 'other', T: 'other', U: 'unknown' };

/**
 * True where the last of the 14 digits is the Luhn check digit of the others. Observed on real numbers and not
 * published: a failure is a reason to ask, never to refuse.
 */
export function abhaChecks(abha: string): boolean {
  let sum = 0;
  for (let i = 0; i < abha.length; i++) {
    const digit = Number(abha.charAt(abha.length - 1 - i));
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return ABHA_PATTERN.test(abha) && sum % 10 === 0;
}

/** Reads a typed ABHA number (hyphens, spaces and Hindi digits allowed). `checks: false` asks for a second look. */
export function readAbha(
  typed: string,
  field = 'abha',
): { abha?: string; checks?: boolean; error?: FieldError } {
  const text = asciiDigits(typed).replace(/[\s\-\u2010-\u2015]/g, '');
  if (text === '') return {};
  if (!/^\d+$/.test(text)) return { error: { field, code: 'abha-not-digits' } };
  if (text.length !== 14) return { error: { field, code: 'abha-length', params: { digits: text.length } } };
  return { abha: text, checks: abhaChecks(text) };
}

/** As it is printed: `91-7345-1816-0779` */
export function printedAbha(abha: string): string {
  return abha.replace(/^(\d{2})(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3-$4');
}

/** What an ABHA card tells, as far as it can be read. Nobody has verified it: `abhaVerified` is always false. */
export type AbhaCard = Partial<
  Pick<Demographics, 'name' | 'sex' | 'birthDate' | 'mobile' | 'village' | 'abha' | 'abhaAddress'>
> & { abhaVerified: false; address?: string };

/** Reads the JSON in the QR code that a patient shows; null where the text is none, or names nobody. */
export function readAbhaQr(text: string): AbhaCard | null {
  if (text.length > 4096 || !text.trimStart().startsWith('{')) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null; // a scanner that lost a character: the caller says that this is no ABHA card
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const fields = new Map(Object.entries(json).map(([key, value]) => [key.toLowerCase(), value as unknown]));
  const read = (...keys: string[]): string => {
    const value = keys.map((key) => fields.get(key)).find((found) => found !== undefined && found !== null);
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };

  const card: AbhaCard = { abhaVerified: false };
  const { abha } = readAbha(read('hidn'));
  if (abha !== undefined) card.abha = abha;
  const address = read('phr', 'hid').toLowerCase();
  if (ADDRESS_PATTERN.test(address)) card.abhaAddress = address;
  if (card.abha === undefined && card.abhaAddress === undefined) return null;

  const name = read('name').replace(/\s+/g, ' ').slice(0, 120);
  if (name !== '') card.name = name;
  const sex = SEX[read('gender').toUpperCase().charAt(0)];
  if (sex !== undefined) card.sex = sex;
  const birthDate = readCardDate(read('dob'));
  if (birthDate !== null) card.birthDate = birthDate;
  const mobile = normaliseMobile(read('mobile'));
  if (MOBILE_PATTERN.test(mobile)) card.mobile = mobile;
  const home = read('address').replace(/\s+/g, ' ').slice(0, 200);
  if (home !== '') card.address = home;
  return card;
}

/** `20/6/1984`, `20-06-1984` or `1984`; of a masked one (`xx-9-1984`, `xx-9-19xx`) only what is certain. */
function readCardDate(text: string): string | null {
  const parts = asciiDigits(text).split(/[/.\-\s]+/);
  if (parts.length === 3 && /^\d{4}$/.test(parts[0] ?? '')) parts.reverse();
  const [year = '', month = '', day = ''] = parts.reverse();
  if (!/^(18|19|20)\d{2}$/.test(year)) return null;
  const m = /^\d{1,2}$/.test(month) ? Number(month) : 0;
  if (m < 1 || m > 12) return year;
  const yearMonth = `${year}-${String(m).padStart(2, '0')}`;
  const d = /^\d{1,2}$/.test(day) ? Number(day) : 0;
  const daysInMonth = new Date(Date.UTC(Number(year), m, 0)).getUTCDate();
  return d < 1 || d > daysInMonth ? yearMonth : `${yearMonth}-${String(d).padStart(2, '0')}`;
}
