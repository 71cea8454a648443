import t from 'tap';
import { BOX, DAY, ScriptedLedger } from '../records/fixtures/scripted-ledger.js';
import { evidenceOf } from '../records/stock-trace/evidence.js';
import { traceStock } from '../records/stock-trace/trace-stock.js';
import { translate } from '../templates/locale.js';
import { storeLines } from './store-lines.js';

t.test('a trace says in words why something came back', (t) => {
  const ledger = new ScriptedLedger();
  ledger.stock('pcm', 30);
  const dispense = `${ledger.visit()}:dispense:1`;
  ledger.stock('pcm', -10, { dispense });
  ledger.stock('pcm', 4, { kind: 'return', dispense, reason: 'side-effect: दाने' });
  const period = { from: DAY, to: DAY };
  const { items } = traceStock(evidenceOf(ledger.records, period), period);
  const store = { facility: BOX, period, items, doubts: [], roles: {} };
  const said = (language: 'hi' | 'en') =>
    storeLines(store, { item: 'pcm' }, (key, params) => translate(language, key, params)).join('\n');
  t.match(said('en'), 'Brought back by a patient · Did not agree with the patient: दाने');
  t.match(said('hi'), 'मरीज़ से वापस · मरीज़ को ठीक नहीं लगी: दाने');
  t.notMatch(said('en'), 'side-effect');
  t.end();
});
