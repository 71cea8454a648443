import { covers, parseArea, type Area } from '../../central/area.js';
import type { BoxStatus } from '../../central/monitor/box-status.js';
import type { Words } from '../../records/envelope.js';
import { FacilityError } from '../../records/facility-error.js';
import { PagesClient } from '../pages-client.js';
import { readArea } from '../read-area.js';
import { readSecretFile } from '../read-secret-file.js';
import { checkBox } from './audit/check-box.js';

export interface PagesOrder {
  pages: string;
  user?: string;
  passwordFile?: string;
  box?: string;
  area?: string;
}

/** A box as the pages tell of it to a program. */
export interface OfficerBox extends Pick<
  BoxStatus,
  'lastContact' | 'confirmedN' | 'waiting' | 'oldestWaiting' | 'gaps'
> {
  box: string;
  name: Words;
  place: Area | null;
  level: string;
}

/** Logs in. Throws `bad-input` where something is missing, else as PagesClient. */
export async function officerAtPages({ pages, user, passwordFile }: PagesOrder): Promise<PagesClient> {
  if (user === undefined || passwordFile === undefined) {
    throw new FacilityError('bad-input', '--pages needs --user and --password-file', {
      hint: 'hints.pagesCommand',
      fields: [{ field: user === undefined ? 'user' : 'password-file', code: 'required' }],
    });
  }
  const password = await readSecretFile(passwordFile, 'password-file');
  return PagesClient.logIn({ url: pages, user, password });
}

/** The officer's own areas, where the area asked for reaches beyond them; null: all of it is theirs to see. */
export async function partOfArea(client: PagesClient, { area }: PagesOrder): Promise<string[] | null> {
  const asked = area === undefined ? null : readArea(area);
  // Pages that are older say nothing of areas.
  const { areas } = await client.read<{ areas?: string[] | null }>('/boxes-status');
  if (asked === null || !areas) return null;
  const isWhole = areas.some((own) => {
    const parsed = parseArea(own);
    return parsed !== null && covers(parsed, asked);
  });
  return isWhole ? null : areas;
}

/** The boxes that were asked for; at least one. Throws `bad-input`, `not-found`. */
export async function boxesOf(
  client: PagesClient,
  { box, area }: PagesOrder,
): Promise<[OfficerBox, ...OfficerBox[]]> {
  checkBox(box);
  const asked = area === undefined ? null : readArea(area);
  const { boxes } = await client.read<{ boxes: OfficerBox[] }>('/boxes-status');
  const [first, ...rest] = boxes
    .filter((one) => box === undefined || one.box === box)
    .filter(({ place }) => asked === null || (place !== null && covers(asked, place)))
    .sort((a, b) => (a.box < b.box ? -1 : 1));
  if (first) return [first, ...rest];
  throw new FacilityError(
    'not-found',
    `No box ${box ?? ''} lies in your area ${area ?? ''}`.replace(/ +/g, ' ').trim(),
    {
      hint: 'hints.boxOnPages',
    },
  );
}
