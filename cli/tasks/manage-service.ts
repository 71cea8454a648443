import { execFile } from 'node:child_process';
import { access, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lookAt } from '../../node-server/box-folder/folder-state.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import { serviceUnit } from './service-unit.js';

/** The machine as a service is installed on it; tests give their own. */
export interface ServiceHost {
  unitFolder: string;
  /** there only where systemd started the machine: sd_booted(3) */
  runFolder: string;
  isRoot: boolean;
  /** runs systemctl; resolves with what it printed, also where it ends with another status than 0 */
  systemctl: (...args: string[]) => Promise<{ ok: boolean; text: string }>;
}

export const UNIT = 'nadi.service';

const run = promisify(execFile);

export function thisHost(): ServiceHost {
  return {
    unitFolder: '/etc/systemd/system',
    runFolder: '/run/systemd/system',
    isRoot: process.getuid?.() === 0,
    systemctl: (...args) =>
      run('systemctl', args).then(
        ({ stdout }) => ({ ok: true, text: stdout.trim() }),
        (error: { stdout?: string; stderr?: string }) => ({
          ok: false,
          text: (error.stdout?.trim() ?? '') || (error.stderr?.trim() ?? ''),
        }),
      ),
  };
}

/**
 * The unit for a data folder that is set up; its owner is the user unless one is named.
 * @throws 'not-set-up'; 'bad-input' where its path is too long for a service
 */
export async function planService(
  folder: string,
  programs: { node: string; main: string },
  user?: string,
): Promise<{ unit: string; user: string }> {
  // A spare box's service follows until the day on which it is promoted.
  if ((await lookAt(folder)) !== 'standby') await readBoxFolder(folder);
  // A longer path puts the admin socket into /tmp, and a service has a /tmp of its own (PrivateTmp).
  if (Buffer.byteLength(join(folder, 'admin.sock')) > 107) {
    throw new FacilityError('bad-input', `The path of the data folder is too long for a service: ${folder}`, {
      hint: 'hints.shortFolder',
      fields: [{ field: 'data', code: 'tooLong', params: { max: 96 } }],
    });
  }
  const owner = user ?? String((await stat(folder)).uid);
  return { unit: serviceUnit({ ...programs, folder, user: owner }), user: owner };
}

/** @throws 'conflict' without systemd, 'not-allowed' where one is not root, or where systemd refuses */
export async function installService(host: ServiceHost, unit: string): Promise<{ path: string }> {
  await requireRights(host);
  const path = join(host.unitFolder, UNIT);
  await writeFile(path, unit, { mode: 0o644 });
  await must(host, 'daemon-reload');
  await must(host, 'enable', UNIT);
  await must(host, 'restart', UNIT);
  return { path };
}

/** Stops the server and takes the unit away; the data stay. */
export async function removeService(host: ServiceHost): Promise<{ removed: boolean }> {
  await requireRights(host);
  const path = join(host.unitFolder, UNIT);
  const stands = await exists(path);
  if (!stands) return { removed: false };
  await must(host, 'disable', '--now', UNIT);
  await rm(path, { force: true });
  await must(host, 'daemon-reload');
  return { removed: true };
}

export interface ServiceState {
  installed: boolean;
  enabled: boolean;
  /** `active`, `inactive`, `failed`, … as systemd says */
  active: string;
  /** data folder of the unit */
  folder?: string;
}

export async function readService(host: ServiceHost): Promise<ServiceState> {
  await requireSystemd(host);
  const text = await readFile(join(host.unitFolder, UNIT), 'utf8').catch(() => null);
  const [enabled, active] = [
    await host.systemctl('is-enabled', UNIT),
    await host.systemctl('is-active', UNIT),
  ];
  const folder = /--data "(.*)"$/m.exec(text ?? '')?.[1];
  return {
    installed: text !== null,
    enabled: enabled.text === 'enabled',
    active: active.text || 'inactive',
    ...(folder === undefined ? {} : { folder: folder.replaceAll('%%', '%') }),
  };
}

async function requireSystemd(host: ServiceHost): Promise<void> {
  if (await exists(host.runFolder)) return;
  throw new FacilityError('conflict', 'systemd does not run this machine.', {
    hint: 'hints.serviceUnit',
  });
}

async function requireRights(host: ServiceHost): Promise<void> {
  await requireSystemd(host);
  if (host.isRoot) return;
  throw new FacilityError('not-allowed', 'Only root may install or remove a service.', {
    hint: 'hints.withSudo',
  });
}

async function must(host: ServiceHost, ...args: string[]): Promise<void> {
  const { ok, text } = await host.systemctl(...args);
  if (!ok) throw new FacilityError('conflict', `systemctl ${args.join(' ')}: ${text}`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
