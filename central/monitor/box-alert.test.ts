import t from 'tap';
import { alertAfter, type BoxAlertDocument } from './box-alert.js';

const alert = (at: string) => ({ box: 'BR1042', kind: 'silent' as const, at });

t.test(
  'an alert begins once, keeps its acknowledgement while it lasts, ends once, and comes again unacknowledged',
  (t) => {
    t.equal(alertAfter(null, false, alert('T1')), null);
    const begun = alertAfter(null, true, alert('T1'))!;
    t.same(begun, { type: 'alert', box: 'BR1042', kind: 'silent', since: 'T1' });
    const seen: BoxAlertDocument = { ...begun, acknowledged: { by: 'asha', at: 'T2', note: 'called' } };
    t.equal(alertAfter(seen, true, alert('T3')), null);
    const ended = alertAfter(seen, false, alert('T4'))!;
    t.same(ended, { ...seen, ended: 'T4' });
    t.equal(alertAfter(ended, false, alert('T5')), null);
    t.same(alertAfter(ended, true, alert('T6')), { ...begun, since: 'T6' });
    t.end();
  },
);
