import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoxId } from '../../records/ids.js';
import { DEMO_BOX } from '../demo/demo-staff.js';

/** The centre's log-ins of a demo. */
export interface DemoSecrets {
  admin: string;
  boxes: Record<BoxId, string>;
  /** of the centre's own programs */
  programs: Record<string, string>;
  /** seals the sessions of the centre's pages */
  sessionKey: string;
  /** for who asks for `/metrics` */
  metricsToken: string;
}

/** As earlier versions kept them: of the one box that there was. */
type Kept = Partial<DemoSecrets> & { box?: string };

export const MONITOR_PASSWORD_FILE = 'nadi-web.password';
const METRICS_TOKEN_FILE = 'metrics.token';

const fileIn = (folder: string): string => join(folder, 'centre-secrets.json');

/** Made once; what an earlier version's demo lacks is added. */
export async function demoSecrets(folder: string, boxes: readonly BoxId[]): Promise<DemoSecrets> {
  const { box, ...kept } = await read(folder);
  const secrets: DemoSecrets = {
    ...{ admin: secret(9), programs: {}, sessionKey: secret(32), metricsToken: secret(18) },
    ...kept,
    boxes: {
      ...Object.fromEntries(boxes.map((one) => [one, secret(18)])),
      ...(box === undefined ? {} : { [DEMO_BOX]: box }),
      ...kept.boxes,
    },
  };
  await keepDemoSecrets(folder, secrets);
  return secrets;
}

async function read(folder: string): Promise<Kept> {
  try {
    return JSON.parse(await readFile(fileIn(folder), 'utf8')) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return {};
  }
}

export async function keepDemoSecrets(folder: string, secrets: DemoSecrets): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(fileIn(folder), JSON.stringify(secrets), { mode: 0o600 });
}

/** As files that a command reads: the user of the monitor, and the token of `/metrics`. */
export async function writeDemoPasswordFiles(
  folder: string,
  { programs, metricsToken }: DemoSecrets,
): Promise<void> {
  const write = (name: string, text: string): Promise<void> =>
    writeFile(join(folder, name), `${text}\n`, { mode: 0o600 });
  await write(MONITOR_PASSWORD_FILE, programs['nadi-web'] ?? '');
  await write(METRICS_TOKEN_FILE, metricsToken);
}

export function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
