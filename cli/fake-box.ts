import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Test } from 'tap';
import { startAdminServer } from '../node-server/admin/admin-server.js';
import { logRoutes } from '../node-server/admin/log-routes.js';
import { FakeAdminFacility } from '../node-server/admin/fake-admin-facility.js';
import { putFirstOnPath } from './config.js';

/** A temporary folder, removed after the test; tap's own have paths that are too long for a socket. */
export async function temporaryFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** For tests: a data folder whose admin socket answers for a facility in memory. */
export async function openFakeBox(
  t: Test,
): Promise<{ folder: string; facility: FakeAdminFacility; stop: () => Promise<void> }> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'nadi.json'), '{}');
  const facility = new FakeAdminFacility();
  const server = await startAdminServer({
    folder,
    facility,
    syncBoundMs: 200,
    routes: logRoutes(folder),
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= server.stop());
  t.teardown(stop);
  facility.onStop = stop;
  return { folder, facility, stop };
}

/** For tests: a program of this name that runs a line of shell, first on the path until the test ends. */
export async function fakeCommand(t: Test, name: string, line: string): Promise<void> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  t.teardown(putFirstOnPath(`${folder}${delimiter}`));
}
