import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templatesFolder } from '../../templates/folder.js';

/** Hindi and Latin spelling. */
type Name = [hindi: string, latin: string];

export interface DemoPeople {
  women: Name[];
  men: Name[];
  girls: Name[];
  boys: Name[];
  families: { men: Name; women: Name }[];
  villages: Name[];
}

export type DemoDrug = [
  code: string,
  pattern: string,
  amount: number,
  days: number,
  food: 'before' | 'after' | 'with',
];

export interface DemoReason {
  /** ICD-10 */
  code: string;
  /** how often, January first */
  months: number[];
  /** least age in years */
  adult?: number;
  pregnant?: boolean;
  ongoing?: boolean;
  complaints: string[];
  /** how likely a fever is */
  fever: number;
  drugs: DemoDrug[];
  /** instead of `drugs` for children under twelve */
  child?: DemoDrug[];
  tests?: string[];
  advice: string[];
  /** days */
  followUp?: number;
}

/** Why somebody is sent on, and what comes back. */
export interface DemoLetter {
  /** ICD-10 of the visit */
  code: string;
  sex?: 'female' | 'male';
  /** years, both included */
  ages?: [least: number, most: number];
  pregnant?: true;
  /** of the visit, both included */
  vitals?: Partial<Record<'systolic' | 'glucose' | 'temperatureC', [low: number, high: number]>>;
  urgent?: true;
  /** of those whom it fits, how many are sent on against other letters'; 1 where absent */
  share?: number;
  reason: string;
  feedback: string;
  /** why such a patient is not taken; absent: always taken */
  returned?: string;
}

export interface DemoLetters {
  /** to the larger house */
  up: DemoLetter[];
  /** back near home */
  down: DemoLetter[];
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(templatesFolder(), 'demo', name), 'utf8')) as T;
}

export function readDemoPeople(): DemoPeople {
  return read<DemoPeople>('people.json');
}

export function readDemoReasons(): DemoReason[] {
  return read<{ reasons: DemoReason[] }>('clinic.json').reasons;
}

export function readDemoLetters(): DemoLetters {
  return read<DemoLetters>('referrals.json');
}
