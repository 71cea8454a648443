import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { startGateway, type RunningGateway } from '../central/gateway/start-gateway.js';
import { changeCentre } from '../node-server/box-folder/change-settings.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import type { BoxId } from '../records/ids.js';
import { frame, readFrame } from '../sync/exchange/frames.js';
import { GatewayLine } from '../sync/exchange/gateway-line.js';
import type { End } from '../sync/exchange/messages.js';
import { HURRIED } from './exchange-journey.js';
import { openRouterCentre, type RouterCentre } from './router-centre.js';
import { rampur } from './rampur.js';

/** A centre that keeps how its boxes are, with a gateway that has an account. */
export interface HealthCentre extends RouterCentre {
  /** the CouchDB's address, without an account */
  origin: string;
  account: { user: string; password: string };
  gateway: RunningGateway;
  /** another gateway; the log of each goes nowhere */
  startGateway(account?: { user: string; password: string }): Promise<RunningGateway>;
  /** a real box with a few records, whose records go by gateway or by stock replication */
  startBox(box: BoxId, gateway?: string): Promise<RunningFacility>;
  /** says hello as no box of ours would */
  hello(
    box: BoxId,
    hello: object,
    how?: { as?: { user: string; password: string }; through?: RunningGateway },
  ): Promise<End>;
}

export async function openHealthCentre(t: Test, count = 1): Promise<HealthCentre> {
  const centre = await openRouterCentre(t, count);
  const { origin, username, password } = new URL(centre.url);
  const account = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const folder = await mkdtemp(join(tmpdir(), 'nadi-health-'));
  const undo: (() => Promise<unknown>)[] = [];
  t.teardown(async () => {
    for (const one of undo.toReversed()) await one();
    await rm(folder, { recursive: true, force: true });
  });
  async function begin(own?: { user: string; password: string }): Promise<RunningGateway> {
    const gateway = await startGateway({
      port: 0,
      host: '127.0.0.1',
      couchUrl: origin,
      spoolFolder: join(folder, `spool-${undo.length}`),
      ...(own ? { account: own } : {}),
    });
    undo.push(() => gateway.stop());
    return gateway;
  }
  const gateway = await begin(account);
  return {
    ...centre,
    origin,
    account,
    gateway,
    startGateway: begin,
    startBox: async (box, through) => {
      const data = join(folder, box);
      await setUpFacility(rampur(data, box));
      const address = { url: origin, user: box, password: 'one' };
      await changeCentre(data, through === undefined ? address : { ...address, gateway: through });
      const running = await startFacility({ folder: data });
      undo.push(() => running.stop());
      return running;
    },
    hello: async (box, hello, { as = { user: box, password: 'one' }, through = gateway } = {}) => {
      const line = new GatewayLine({ url: through.url, ...as }, HURRIED);
      const conversation = line.open(`/exchange/${box}`, new AbortController().signal);
      conversation.write(frame('hello', { v: 1, cursors: {}, ...hello }));
      conversation.end();
      try {
        for await (const { kind, bytes } of conversation.frames())
          if (kind === 'end') return readFrame<End>(bytes);
      } finally {
        line.close();
      }
      throw new Error('the gateway said no end');
    },
  };
}
