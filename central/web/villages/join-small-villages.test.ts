import t from 'tap';
import { joinSmallVillages } from './join-small-villages.js';

const village = (name: string, people: number, households = 1) => ({ village: name, people, households });

t.test('villages of which one household could be known are told together, and all adds up', (t) => {
  const large = [village('Bishanpur', 40, 9), village('Rampur', 12, 3)];
  t.match(joinSmallVillages(large), large);
  t.match(joinSmallVillages([...large, village('Tola', 2), village('Dih', 4), village('Khas', 1)]), [
    ...large,
    { village: null, of: 3, people: 7, households: 3 },
  ]);
  t.match(
    joinSmallVillages([village('Tola', 2), ...large]),
    [{ village: 'Bishanpur' }, { village: null, of: 2, people: 14, households: 4 }],
    'one alone would be the difference to the sum',
  );
  t.match(joinSmallVillages([village('Tola', 1), village('Dih', 2), village('Rampur', 12)]), [
    { village: null, of: 3, people: 15 },
  ]);
  t.match(joinSmallVillages([village('Tola', 3)]), [{ village: 'Tola', of: 1, people: 3 }]);
  t.same(joinSmallVillages([]), []);
  t.end();
});
