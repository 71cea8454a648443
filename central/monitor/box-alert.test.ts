import t from 'tap';
import { alertAfter, type BoxAlertDocument } from './box-alert.js';
import { judgeBox } from './judge-box.js';

const heardAt = '2026-11-27T04:30:00Z';
const status = { lastContact: heardAt };
const well = judgeBox(status, {}, Date.parse(heardAt));
const silent = judgeBox(status, {}, Date.parse('2026-11-27T05:00:00Z'));
const alert = (at: string) => ({ box: 'BR1042', kind: 'silent' as const, at });

t.test(
  'an alert begins once, keeps its acknowledgement while it lasts, ends once, and comes again unacknowledged',
  (t) => {
    t.equal(alertAfter(null, well, alert('T1')), null);
    const begun = alertAfter(null, silent, alert('T1'))!;
    t.same(begun, { type: 'alert', box: 'BR1042', kind: 'silent', since: 'T1' });
    const seen: BoxAlertDocument = { ...begun, acknowledged: { by: 'asha', at: 'T2', note: 'called' } };
    t.equal(alertAfter(seen, silent, alert('T3')), null);
    const ended = alertAfter(seen, well, alert('T4'))!;
    t.same(ended, { ...seen, ended: 'T4' });
    t.equal(alertAfter(ended, well, alert('T5')), null);
    t.same(alertAfter(ended, silent, alert('T6')), { ...begun, since: 'T6' });
    t.end();
  },
);
