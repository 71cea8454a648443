import t from 'tap';
import { partId, visitId } from './ids.js';
import { readReferralCode, referralCode } from './referral-code.js';

t.test('a code names its referral, however it is typed or scanned', (t) => {
  const own = partId(visitId('BR1042', '20261121', 42), 'referral', 1);
  t.equal(referralCode(own), 'BR1042-20261121-042-1');
  for (const typed of ['BR1042-20261121-042-1', ' br1042-20261121-042-1 ', 'BR1042–20261121–042–1']) {
    t.equal(readReferralCode(typed), own, typed);
  }
  for (const wrong of ['', 'BR1042-20261121-042', 'सुनीता', 'BR1042-004217-K', 'BR1042-20261121-042-0']) {
    t.equal(readReferralCode(wrong), null, wrong);
  }
  t.end();
});

t.test('a box that took over writes codes of its own, also under a visit of the box before', (t) => {
  const later = partId(visitId('BR1042b', '20261121', 7), 'referral', 2);
  const goneOn = partId(visitId('BR1042', '20261121', 7), 'referral', 2, 'BR1042b');
  t.equal(referralCode(later), 'BR1042b-20261121-007-2');
  t.equal(referralCode(goneOn), 'BR1042-20261121-007-b2');
  for (const id of [later, goneOn]) t.equal(readReferralCode(referralCode(id).toUpperCase()), id);
  t.end();
});
