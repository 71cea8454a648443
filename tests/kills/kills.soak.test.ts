import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Random } from '../../cli/demo/random.js';
import { makeBackup } from '../../cli/tasks/control-backups.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { outcome } from '../../node-server/audit/sealed-box.js';
import { verifyFolder } from '../../node-server/audit/verify-folder.js';
import { closedStoreDocuments } from '../../node-server/store/closed-store.js';
import { startFacility } from '../../node-server/start.js';
import { soakSeed } from '../config.js';
import { KilledBox } from './killed-box.js';
import { canCutPower, startToKill } from './killed-process.js';
import { killOnce, type Victim } from './victims.js';

/** How often each is killed, and for how many of those the power is cut. */
const KILLS: Record<Victim | 'restore', { kills: number; cuts: number }> = {
  server: { kills: 60, cuts: 6 },
  backup: { kills: 35, cuts: 4 },
  restore: { kills: 30, cuts: 4 },
  seal: { kills: 20, cuts: 2 },
  report: { kills: 30, cuts: 2 },
  index: { kills: 25, cuts: 4 },
};

// Six minutes on two idle cores; a busy machine may need several times as long.
t.setTimeout(2_400_000);

t.test('200 random kills, 20 of them power cuts, lose nothing that was acknowledged', async (t) => {
  if (!(await canCutPower())) throw new Error('Install strace: without it no power can be cut.');
  const seed = soakSeed() ?? Date.now() % 1_000_000;
  t.comment(`NADI_SEED=${seed} repeats these kills`);
  const random = new Random(seed);
  const folder = await mkdtemp(join(tmpdir(), 'nadi-kills-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const box = await KilledBox.make(join(folder, 'root'));
  const tally = new Tally();

  const order = shuffled(random);
  // To restore from: each later one may be killed.
  const whole = await startFacility({ folder: box.folder, host: '127.0.0.1', port: 0 });
  box.made = (await outcome(makeBackup(box.folder, {}))).file;
  await whole.stop();
  const restoring = join(box.root, 'new');
  for (const [turn, { victim, cut }] of order.entries()) {
    const powerCut = cut ? { random, torn: turn % 2 === 0 } : undefined;
    const name = `kill ${turn + 1}: ${victim}${cut ? (powerCut?.torn ? ', power cut, torn' : ', power cut') : ''}`;
    const lost =
      victim === 'restore' ? await killRestore(powerCut) : await killOnce(victim, box, { random, powerCut });
    tally.count(victim, lost);
    const broken = victim === 'restore' ? await brokenRestore() : await box.broken();
    if (!t.same(broken, [], `${name}${lost ? ` (${lost.bytes} bytes, ${lost.names} names)` : ''}`)) return;
  }

  async function killRestore(powerCut?: { random: Random; torn: boolean }) {
    // Every other one goes on with what the one before it left.
    if (random.chance(0.5)) await rm(restoring, { recursive: true, force: true });
    const running = await startToKill(['restore', restoring, box.stick, box.keyFile], {
      root: box.root,
      powerCut,
      onSaid: () => undefined,
    });
    await Promise.race([
      running.ended,
      new Promise((resolve) => setTimeout(resolve, random.between(0, 900))),
    ]);
    return running.kill();
  }

  /** The folder is whole, or says that it is none yet or unfinished. */
  async function brokenRestore(): Promise<string[]> {
    const state = await readBoxFolder(restoring).then(
      ({ settings }) => settings.box,
      (error: { code?: string }) => error.code ?? 'no code',
    );
    tally.restored(state);
    if (['not-set-up', 'restore-unfinished'].includes(state)) return [];
    if (state !== 'BR1042b') return [state];
    const { findings, records } = await outcome(verifyFolder(restoring));
    // All but its own last record, that it took over, are the ledger's first ones.
    const isSame = (await revisions(restoring, records - 1)) === (await revisions(box.folder, records - 1));
    await rm(restoring, { recursive: true });
    return [...findings, ...(isSame ? [] : ['other records than the box had'])].map((one) =>
      JSON.stringify(one),
    );
  }

  await t.test('the restore that was killed last goes on to its end', async (t) => {
    let isDone = false;
    const running = await startToKill(['restore', restoring, box.stick, box.keyFile], {
      root: box.root,
      onSaid: ({ restored = false }) => (isDone ||= restored),
    });
    await running.ended;
    t.ok(isDone);
    t.same(await brokenRestore(), []);
  });
  await t.test('and the box starts, with every slip and its health whole', async (t) => {
    const running = await startFacility({ folder: box.folder, host: '127.0.0.1', port: 0 });
    t.ok(running.facility.isWhole);
    await running.stop();
    t.same(await box.broken(), []);
  });
  t.comment(tally.text(box.shown.size));
});

/** Ids and revisions of a ledger's first records, in order. */
async function revisions(folder: string, most: number): Promise<string> {
  const found: string[] = [];
  for await (const document of closedStoreDocuments(folder)) {
    const { _id, _rev } = document as { _id: string; _rev: string };
    if (found.push(`${_id} ${_rev}`) === most) break;
  }
  return found.join();
}

interface Turn {
  victim: Victim | 'restore';
  cut: boolean;
}

function shuffled(random: Random): Turn[] {
  const turns = Object.entries(KILLS).flatMap(([victim, { kills, cuts }]) =>
    Array.from({ length: kills }, (_, turn): Turn => ({ victim: victim as Victim, cut: turn < cuts })),
  );
  for (let at = turns.length - 1; at > 0; at -= 1) {
    const other = random.between(0, at);
    [turns[at], turns[other]] = [turns[other] as Turn, turns[at] as Turn];
  }
  return turns;
}

class Tally {
  readonly #kills = new Map<string, number>();
  readonly #restores = new Map<string, number>();
  #cuts = 0;
  #lost = { bytes: 0, names: 0 };

  count(victim: string, lost: { bytes: number; names: number } | null): void {
    this.#kills.set(victim, (this.#kills.get(victim) ?? 0) + 1);
    if (!lost) return;
    this.#cuts += 1;
    this.#lost.bytes += lost.bytes;
    this.#lost.names += lost.names;
  }

  restored(state: string): void {
    this.#restores.set(state, (this.#restores.get(state) ?? 0) + 1);
  }

  text(slips: number): string {
    const all = [...this.#kills.values()].reduce((sum, kills) => sum + kills, 0);
    const each = (counts: Map<string, number>): string =>
      [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
    const { bytes, names } = this.#lost;
    return [
      `${all} kills: ${each(this.#kills)}; ${slips} slips shown, none lost`,
      `${this.#cuts} power cuts took ${bytes} bytes and ${names} names that were not fsynced`,
      `restores found as: ${each(this.#restores)}`,
    ].join('\n');
  }
}
