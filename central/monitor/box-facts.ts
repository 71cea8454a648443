import { dayOf } from '../../records/day.js';
import { ERROR_TABLE } from '../../records/error-table.js';
import { NO_BACKUP } from '../../sync/health/box-health.js';
import { sayTime } from '../../sync/sync-state.js';
import { formatDay } from '../../templates/format-day.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { OpeningHours } from '../directory/facility-document.js';
import type { BoxRow } from './box-row.js';
import { describeBox, freePercent, isKnown, sayAgo, type Telling } from './describe-box.js';

export interface BoxFact {
  /** key under `boxes.facts` in the locales */
  fact: string;
  label: string;
  value: string;
}

/** All that the centre knows of a box, in words: for its page, its screen and its command. */
export function boxFacts(row: BoxRow, telling: Telling): BoxFact[] {
  const { say, language } = telling;
  const { status } = row;
  const words = describeBox(row, telling);
  const dash = say('boxes.unknown');
  const moment = (iso: string | undefined): string =>
    iso === undefined ? dash : `${sayAgo(iso, telling)} (${sayTime(iso, language)})`;
  const { contactBy, lastContact, oldestWaiting, waiting } = status;
  const values: Record<string, string> = {
    contact:
      lastContact === undefined
        ? words.contact
        : [moment(lastContact), ...(contactBy ? [say(`boxes.road.${contactBy}`)] : [])].join(' · '),
    waiting:
      waiting && oldestWaiting
        ? say('boxes.waitingSince', { n: waiting, ago: sayAgo(oldestWaiting, telling) })
        : words.waiting,
    confirmed: status.confirmedN?.toLocaleString('en-IN') ?? dash,
    gaps: words.gaps,
    clock: words.clock,
    disk: sayDisk(row, telling),
    power: words.power,
    backup: [
      status.lastBackup === undefined ? words.backup : moment(status.lastBackup),
      ...(status.backupTrouble === NO_BACKUP ? [] : troubleOf(status.backupTrouble, say)),
    ].join(' · '),
    line: words.line,
    version: words.version,
    certificate:
      status.certificateEnds === undefined ? dash : formatDay(language, dayOf(status.certificateEnds)),
    store: sayStore(row, say),
    health: moment(status.healthAt),
  };
  // A stick that somebody carried came later than the line went away.
  if (status.lineContact !== undefined && status.lineContact !== lastContact) {
    values['lineContact'] = moment(status.lineContact);
  }
  if (row.offlineDays.length > 0) {
    values['offline'] = row.offlineDays.map((day) => sayOfflineDay(day, language)).join(', ');
  }
  if (row.hours) values['hours'] = row.hours.map((stretch) => sayHours(stretch, language)).join('; ');
  return Object.entries(values).map(([fact, value]) => ({ fact, label: say(`boxes.facts.${fact}`), value }));
}

function sayDisk({ status }: BoxRow, { say }: Telling): string {
  const percent = freePercent(status);
  if (percent === null) return say('boxes.unknown');
  const gb = (mb: number): string => (mb / 1_000).toFixed(1);
  return say('boxes.diskOf', {
    percent,
    free: gb(status.diskFreeMb ?? 0),
    total: gb(status.diskTotalMb ?? 0),
  });
}

function sayStore({ status }: BoxRow, say: Translate): string {
  const [trouble] = troubleOf(status.storeTrouble, say);
  return trouble ?? say(isKnown(status) ? 'boxes.storeGood' : 'boxes.unknown');
}

/** A newer box may name troubles that have no words here yet. */
function troubleOf(code: string | undefined, say: Translate): string[] {
  if (code === undefined) return [];
  return [code in ERROR_TABLE ? say(`errors.${code}.title`) : code];
}

/** `Monday – Saturday 09:00–15:00`: the directory reads days that follow each other. */
function sayHours({ days, from, to }: OpeningHours, language: Language): string {
  const ends = [...new Set([days[0] ?? '', days.at(-1) ?? ''])].map((day) => sayOfflineDay(day, language));
  return `${ends.join(' – ')} ${from}–${to}`;
}

/** A date, or a weekday in full: 22 November 2026 is a Sunday. */
function sayOfflineDay(planned: string, language: Language): string {
  if (/^\d/.test(planned)) return formatDay(language, planned);
  const index = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(planned);
  if (index < 0) return planned;
  const locale = language === 'hi' ? 'hi-IN' : 'en-IN';
  const day = Date.parse('2026-11-22T12:00:00Z') + index * 86_400_000;
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(day);
}
