import fc from 'fast-check';
import t from 'tap';
import { householdOf, moveFromHousehold } from './household.js';
import { patientId } from './ids.js';

const [a, b, c, other] = [1, 2, 3, 9].map((serial) => patientId('BR1042', serial)) as [
  string,
  string,
  string,
  string,
];
const family = [{ id: a }, { id: b, household: a }, { id: c, household: a }];

t.test('who leaves takes nobody along, and those who stay stay together', (t) => {
  t.same(moveFromHousehold(family, b, other), [{ id: b, household: other }]);
  t.same(moveFromHousehold(family, b, null), [{ id: b, household: null }]);
  t.same(
    moveFromHousehold(family, a, other),
    [
      { id: a, household: other },
      { id: b, household: null },
      { id: c, household: b },
    ],
    'also where the household went by the one who leaves',
  );
  t.same(moveFromHousehold([{ id: a }], a, null), [], 'who lives alone leaves nobody');
  t.end();
});

t.test('after any moves each household still goes by one who lives in it', (t) => {
  const ids = Array.from({ length: 6 }, (_, i) => patientId('BR1042', i + 1));
  const moves = fc.array(fc.tuple(fc.nat(5), fc.option(fc.nat(5), { nil: null })), { maxLength: 20 });
  fc.assert(
    fc.property(moves, (all) => {
      const people = new Map<string, { household?: string }>(ids.map((id) => [id, {}]));
      const homeOf = (id: string): string => householdOf(id, people.get(id) ?? {});
      for (const [who, where] of all) {
        const mover = ids[who]!;
        const to = where === null ? null : homeOf(ids[where]!);
        if (to === homeOf(mover)) continue;
        const members = ids
          .filter((id) => homeOf(id) === homeOf(mover))
          .map((id) => ({ id, ...people.get(id) }));
        for (const { id, household } of moveFromHousehold(members, mover, to)) {
          people.set(id, household === null ? {} : { household });
        }
      }
      for (const id of ids) t.equal(homeOf(homeOf(id)), homeOf(id));
    }),
    { numRuns: 200 },
  );
  t.end();
});
