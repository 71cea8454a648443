import t from 'tap';
import { DAY, ScriptedLedger } from './fixtures/scripted-ledger.js';
import { VisitDays } from './visit-days.js';

t.test('each day goes up to the last record of any of its visits, also of one that came days later', (t) => {
  const ledger = new ScriptedLedger();
  const early = ledger.visit('lab');
  ledger.stock('ors-sachet', 10);
  ledger.clock('10:00', '20261122');
  const late = ledger.visit();
  const result = ledger.part(early, 'lab-result', 'lab-result', {
    order: `${early}:lab-order:1`,
    test: 'HB',
    value: 9,
  });
  ledger.stock('ors-sachet', -1);
  const fold = new VisitDays();
  for (const record of ledger.records) fold.apply(record);
  t.equal(fold.last(DAY), result.n);
  t.equal(fold.last('20261122'), ledger.records.find(({ _id }) => _id === late)?.n);
  t.equal(fold.last('20261123'), 0);
  t.same(VisitDays.restore(JSON.parse(JSON.stringify(fold.snapshot()))).snapshot(), fold.snapshot());
  t.throws(() => VisitDays.restore(undefined), { code: 'store-damaged' });
  t.end();
});
