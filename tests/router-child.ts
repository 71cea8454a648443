import { startRouter } from '../central/router/start-router.js';

// A router in a process of its own, to be killed: `node dist/tests/router-child.js <address with login>`.
const [, , couchUrl = ''] = process.argv;
startRouter({
  couchUrl,
  share: { worker: 1, of: 1 },
  now: Date.now,
  log: (entry) => process.stderr.write(`${JSON.stringify(entry)}\n`),
  waitMs: 50,
  blindRoundEveryMs: 20,
  // Many small steps: the more there are, the more a kill can come between.
  pageSize: 5,
});
process.stdout.write('started\n');
