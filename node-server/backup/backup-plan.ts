/** Where backups go: a folder, or whichever USB stick is in. */
export type BackupPlace = { kind: 'folder'; path: string } | { kind: 'usb' };

/** How many days, weeks and months with backups are kept. */
export interface KeepRule {
  daily: number;
  weekly: number;
  monthly: number;
}

/** `backup` in nadi.json. */
export interface BackupPlan {
  places: BackupPlace[];
  /** absent: only at will */
  schedule?: {
    /** of day in India, `20:00` */
    time: string;
    /** the day of a full one: 0 is Sunday */
    fullOn: number;
  };
  keep: KeepRule;
  /** age public key of the words on the recovery sheet; absent until somebody has confirmed that it was written down */
  recoveryKey?: string;
  /** age public key of the centre */
  centreKey?: string;
}

/** A stick that somebody puts in is used; the OPD is over by eight in the evening. */
export const FIRST_PLAN: BackupPlan = {
  places: [{ kind: 'usb' }],
  schedule: { time: '20:00', fullOn: 0 },
  keep: { daily: 7, weekly: 4, monthly: 12 },
};
