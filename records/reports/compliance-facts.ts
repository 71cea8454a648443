import type { SharedLogin } from './shared-login-fold.js';

/**
 * What a box knows about how it is kept, for the compliance report. null is "this box cannot say": such a point is
 * asked of the facility and never taken for done.
 */
export interface ComplianceFacts {
  encryption: {
    /** the disk under the data folder */
    disk: boolean | null;
    backups: boolean | null;
    /** pages on the LAN */
    lan: boolean | null;
    /** the line to the centre */
    centre: boolean | null;
  };
  /** only devices that were let in see a page; null where pages are served to this machine only */
  pairing: boolean | null;
  /** minutes until a page that nobody touches is locked; 0: never */
  lockMinutes: number;
  staff: { id: string; name: string; roles: string[]; active: boolean }[];
  chain: {
    /** `whole`: recomputed just now, and every seal fits */
    state: 'whole' | 'broken' | null;
    records: number;
    sealedUpTo: number;
    /** what is wrong, as `nadi audit verify` names it */
    problems: string[];
  };
  /** from the oldest technical log to today, and how long there has been a box to write them; null: not readable */
  logs: { days: number; boxDays: number } | null;
  /** the day of the oldest record, and how many are missing since; null where nobody counted */
  kept: { since: string; missing: number } | null;
  /** records of looks in the period; null where looks are not recorded */
  looks: number | null;
  /** milliseconds since the epoch; null where there never was one */
  backup: { lastGood: number | null; lastVerified: number | null };
  consent: { patients: number; given: number; withdrawn: number } | null;
  /** log-ins that look shared: two devices at once, a day without a pause; null where nobody looked */
  sharedLogins: SharedLogin[] | null;
  breakGlass: { at: string; by: string; patient: string; reason: string }[] | null;
  /** records written while the clock was not to be believed */
  clockUncertain: number | null;
  /** the system's clock is kept by a time server at this moment */
  clockSynced: boolean | null;
}

/** One point of a law, as `templates/reference/compliance.json` lists it. */
export interface CompliancePoint {
  /** `DPDP Rules 2025, rule 6` */
  law: string;
  text: { hi: string; en: string };
  /** `ask`: only people can answer it */
  check: ComplianceCheck | 'ask';
  /** days or hours that the law names, where the check needs one */
  limit?: number;
}

export const COMPLIANCE_CHECKS = [
  'disk-encrypted',
  'backups-encrypted',
  'lan-encrypted',
  'devices-paired',
  'pages-lock',
  'centre-encrypted',
  'roles',
  'chain',
  'looks-recorded',
  'logs-kept',
  'records-kept',
  'backup-fresh',
  'backup-verified',
  'consent',
  'no-shared-login',
  'break-glass-reasoned',
  'clock',
  'clock-synced',
] as const;
export type ComplianceCheck = (typeof COMPLIANCE_CHECKS)[number];
