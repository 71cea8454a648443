/** What the box is: `BoxSettings`. */
export const SETTINGS_FILE = 'nadi.json';
/** What only the box knows: `BoxSecrets`. */
export const SECRETS_FILE = 'secrets.json';
/** Stands from the first step of a set-up to its last: a folder with it was never used. */
export const UNFINISHED_FILE = 'nadi.setting-up';
/** The same for a restore; it says which, so that the same one can go on. */
export const RESTORING_FILE = 'nadi.restoring';
/** What makes a folder a spare box's: whom it follows; see ../standby/standby-folder.ts. */
export const STANDBY_FILE = 'standby.json';
