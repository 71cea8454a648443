import t from 'tap';
import type { BoxDayDocument, BoxStatusDocument } from './box-status.js';
import { joinContacts, type Contact, type Heard } from './contact.js';
import { dayAfter } from './day-after.js';
import { statusAfter } from './status-after.js';

const box = 'BR1042';
/** 28 November 2026 at so many minutes past ten in India */
const at = (minutes: number): string =>
  new Date(Date.parse('2026-11-28T04:30:00.000Z') + minutes * 60_000).toISOString();
const heard = (minutes: number, what: Heard = {}, by: Contact['by'] = 'gateway'): Contact => ({
  ...{ box, at: at(minutes), by },
  ...what,
});
const after = (...contacts: Contact[]): BoxStatusDocument =>
  contacts.reduce<BoxStatusDocument | null>(statusAfter, null)!;

t.test('what a box no longer says of itself is gone; what it never says stays', (t) => {
  const onBattery = { version: '1.0.0', onBattery: true, storeTrouble: 'store-failed' };
  const status = after(
    heard(0, { health: onBattery, confirmedN: 700, clockErrorS: 3 }),
    heard(1, { health: { at: at(1), version: '1.0.1' }, clockErrorS: -2 }),
    heard(2),
  );
  const spoken = { lastContact: at(2), lineContact: at(2), contactBy: 'gateway', healthAt: at(1) };
  t.same(status, { type: 'box', v: 1, box, ...spoken, version: '1.0.1', clockErrorS: -2, confirmedN: 700 });
  t.end();
});

t.test('of two gateways the one that comes late takes nothing back, and what only it heard counts', (t) => {
  const early = heard(0, { health: { version: '1.0.0' }, waiting: 4, confirmedN: 700 });
  const late = heard(1, { health: { version: '1.0.1' }, confirmedN: 650 });
  t.same(after(early, late), after(late, early));
  t.match(after(late, early), { version: '1.0.1', waiting: 4, confirmedN: 700, lastContact: at(1) });
  t.same(after(early, early), after(early));
  t.end();
});

t.test(
  'a stick that comes later than the line was heard says when it was written, and when the line was',
  (t) => {
    const stick = heard(5, { confirmedN: 800 }, 'stick');
    const status = after(heard(9), stick);
    t.match(status, { lastContact: at(9), contactBy: 'gateway', confirmedN: 800 });
    t.match(after(heard(1), stick), { lastContact: at(5), contactBy: 'stick', lineContact: at(1) });
    t.notOk('lineContact' in after(stick));
    t.end();
  },
);

t.test('a gap is what neither the centre has nor the box says that it still holds', (t) => {
  const oldest = { health: { oldestWaiting: at(-60) } };
  const gaps = (told: Heard): number | undefined => after(heard(0, { ...oldest, ...told })).gaps;
  t.equal(gaps({ confirmedN: 700, holds: 700, waiting: 0 }), 0);
  t.equal(gaps({ confirmedN: 700, holds: 697, waiting: 0 }), 3);
  t.equal(gaps({ confirmedN: 700, holds: 600, waiting: 150 }), 0, 'an urgent one went ahead of others');
  t.equal(gaps({ confirmedN: 700, holds: 720, waiting: 0 }), 0, 'more than there can be is not less');
  t.equal(gaps({ holds: 720 }), undefined, 'nobody knows how far it should reach');
  const replica = { ...oldest, health: { startsAt: 600 }, holds: 99, waiting: 0, confirmedN: 700 };
  t.equal(after(heard(0, replica)).gaps, 1, 'a box that took over begins where the one before it ended');
  t.notOk('oldestWaiting' in after(heard(0, { ...oldest, waiting: 0 })));
  t.match(after(heard(0, { ...oldest, waiting: 1 })), { oldestWaiting: at(-60) });
  t.end();
});

t.test('a day keeps one sample an hour, and what happened within it', (t) => {
  const day = (...contacts: Contact[]): BoxDayDocument | null =>
    contacts.reduce<BoxDayDocument | null>(
      (standing, contact) => dayAfter(standing, contact) ?? standing,
      null,
    );
  const well = { health: { diskFreeMb: 5, onBattery: false }, waiting: 2, clockErrorS: 1 };
  const sample = { diskFreeMb: 5, onBattery: false, waiting: 2, clockErrorS: 1 };
  t.same(day(heard(0, well), heard(30, well), heard(61, well)), {
    ...{ type: 'box-day', v: 1, box, day: '20261128' },
    samples: { '10': { at: at(0), ...sample }, '11': { at: at(61), ...sample } },
  });
  const cut = { health: { diskFreeMb: 5, onBattery: true } };
  t.match(day(heard(0, well), heard(30, cut)), { samples: { '10': { at: at(30), onBattery: true } } });
  t.equal(day(heard(0, { waiting: 2 })), null, 'a box that says nothing of itself');
  const always = Array.from({ length: 24 * 60 }, (_, minute) => heard(minute - 600, minute % 2 ? well : cut));
  t.equal(Object.keys(day(...always)?.samples ?? {}).length, 24);
  t.end();
});

t.test('what a gateway hears within a minute is one contact', (t) => {
  t.same(joinContacts(heard(0, { confirmedN: 9, waiting: 3 }), heard(1, { confirmedN: 4 })), {
    ...heard(1, { confirmedN: 9, waiting: 3 }),
  });
  t.same(joinContacts(undefined, heard(1)), heard(1));
  t.end();
});
