import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const SENDER = fileURLToPath(new URL('closed-store-sender.js', import.meta.url));

/** In a process of its own: what nobody catches ends it, as it would end the server. */
async function closeDuring(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [SENDER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exited;
  return { code, said: (out + err).trim() };
}

for (const request of ['_revs_diff', '_bulk_docs']) {
  t.test(`a ledger that is closed while ${request} is under way does not end the process`, async (t) => {
    t.same(await closeDuring(t.testdir(), request), { code: 0, said: 'closed' });
  });
  t.test(`after stop the ledger may be closed, also with ${request} under way`, async (t) => {
    t.same(await closeDuring(t.testdir(), request, 'stop'), { code: 0, said: 'closed' });
  });
}
