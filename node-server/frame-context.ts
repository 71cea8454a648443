import type { Request, ServerRoute } from '@hapi/hapi';
import type { Words } from '../records/envelope.js';
import type { AccessAction } from '../records/box.js';
import type { BoxId, StaffId } from '../records/ids.js';
import type { Role } from '../records/people.js';
import type { Language, Locale } from '../templates/locale.js';
import type { Shown } from './access/look.js';
import type { LookKeeper } from './access/look-keeper.js';
import type { StaffMember } from './admin/admin-api.js';
import type { LanFrame } from './lan/lan-frame.js';
import type { KeptAnswers } from './kept-answers.js';
import type { Once } from './once.js';
import type { Shift } from './session.js';
import type { PasswordTries } from './try-password.js';

/** What the frame of the pages needs of a facility. */
export interface FrameFacility {
  readonly box: BoxId;
  /** the box that took over from this one */
  readonly replacedBy?: BoxId | null;
  profile(): { name: Words };
  /** milliseconds since the epoch */
  now(): number;
  /** what the form of this key wrote, also before a restart; null where it wrote nothing */
  findOnce?(key: string): Promise<{ answer?: unknown } | null>;
  readonly staff: { find(id: StaffId): StaffMember | undefined; active(): StaffMember[] };
}

/** One tile of the home page and one entry of the navigation, with the routes behind it. */
export interface StationPages {
  /** key under `stations` in the locales, and name of its icon */
  name: string;
  path: string;
  /** who may use the station; a route without roles of its own takes these */
  roles: Role[];
  /** what has come and nobody has looked after, beside the station's name on each page */
  badge?: () => { count: number; urgent: number };
  /** why none of its pages shows a patient; absent: each route says what it shows */
  exempt?: string;
  routes: ServerRoute[];
}

/** Today's figures on a station's tile. */
export interface StationCounts {
  waiting?: number;
  done?: number;
}

export interface SyncLine {
  tone: 'good' | 'wait' | 'bad';
  text: string;
}

/** One line of the log, as winston takes it. Never holds a form's values, a query string or a patient's id. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  message: string;
  [detail: string]: string | number | undefined;
}

export interface FrameOptions {
  /** encrypts the session cookies: at least 32 characters, kept in `secrets.json` */
  sessionKey: string;
  passwords: {
    verify(id: StaffId, password: string): Promise<boolean>;
    stamp(id: StaffId): Promise<string | null>;
  };
  stations: StationPages[];
  /** today's counts by station name */
  counts?: () => Record<string, StationCounts>;
  /** the header's words on how far sync is */
  syncLine?: (language: Language) => SyncLine;
  /** how many urgent records wait; null: none */
  urgentLine?: (language: Language) => string | null;
  /** a warning for those who look after the box: how old the last backup is; null while all is well */
  backupLine?: (language: Language) => string | null;
  log?: (entry: LogEntry) => void;
  /** keeps who looked at whom; absent: nobody does */
  looks?: LookKeeper;
  /** milliseconds that only ever grow; `performance.now` where absent */
  monotonic?: () => number;
  /** of a browser that has not chosen; Hindi where absent */
  language?: Language;
  host?: string;
  /** 0 for any free one */
  port?: number;
  locale?: Locale;
  /** TLS, pairing, lock and PIN; plain HTTP and any device where absent */
  lan?: LanFrame;
}

/** What every request can reach: `frameOf(request)`. */
export interface Frame {
  facility: FrameFacility;
  options: FrameOptions;
  locale: Locale;
  once: Once;
  /** what forms were answered: see `answerByRedirect` */
  kept: KeptAnswers;
  /** wrong passwords, by who is at it */
  tries: PasswordTries;
  /** changes with the files under `pages/assets` */
  assetVersion: string;
}

/** Who may call a route: `open` to all, else whoever is logged in and has one of the roles. */
export interface RouteAccess {
  open?: true;
  roles?: Role[];
  /** its answer shows patients, and its handler names them: see `look` */
  looks?: AccessAction;
  /** why its answer shows no patient */
  exempt?: string;
  /** also for a device that is not paired */
  unpaired?: true;
  /** asked each second by a program: no line in the log */
  quiet?: true;
  /**
   * asks for the person's PIN first; a function decides by what was sent. `always`: also where the box's settings ask
   * for none, and of who has no PIN the password
   */
  pin?: true | 'always' | ((payload: Record<string, unknown>) => boolean);
}

declare module '@hapi/hapi' {
  interface ServerApplicationState {
    frame: Frame;
  }
  interface RequestApplicationState {
    /** the paired device that it comes from */
    device?: string;
    /** why it shows no more than the pairing page */
    unpaired?: 'none' | 'revoked' | 'copied';
    /** who is on shift at this browser, the last one who sat there, and whether a PIN is needed to go on */
    shifts?: { last: StaffId; on: Shift[]; locked?: true };
    /** who logged in during this very request */
    staff?: StaffMember;
    /** its handler is at work: see Turns */
    saving?: boolean;
    /** whom the answer shows */
    looks?: Shown[];
    /** by which route and how, where it is not this one's */
    looksAs?: { route: string; action: AccessAction };
  }
  interface UserCredentials {
    staff: StaffMember;
  }
  interface PluginSpecificConfiguration {
    nadi?: RouteAccess;
    crumb?: false | { restful?: boolean };
  }
  interface PluginsStates {
    crumb?: string;
  }
  interface PluginProperties {
    crumb: { generate(request: Request, h: ResponseToolkit): string };
  }
  interface Request {
    cookieAuth: { set(session: object): void; clear(): void };
  }
}

export function frameOf(request: Request): Frame {
  return request.server.app.frame;
}
