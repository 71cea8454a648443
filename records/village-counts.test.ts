import t from 'tap';
import { patientId } from './ids.js';
import { villageCounts } from './village-counts.js';

t.test(
  'people and households are counted by village, however it is spelled; who names none is left out',
  (t) => {
    const id = (serial: number): string => patientId('BR1042', serial);
    const person = (serial: number, village?: string, household?: string) => ({
      ...{ id: id(serial), name: 'सुनीता देवी', sex: 'female' as const },
      ...(village !== undefined && { village }),
      ...(household !== undefined && { household }),
    });
    const people = [
      person(1, 'बिशनपुर'),
      person(2, 'बिशनपुर', id(1)),
      person(3, 'Bishanpur', id(1)),
      person(4, 'Bishan Pur'),
      person(5, 'रतनपुर'),
      person(6),
    ];
    t.same(villageCounts(people), [
      { village: 'बिशनपुर', people: 4, households: 2 },
      { village: 'रतनपुर', people: 1, households: 1 },
    ]);
    const wards = ['Ward 1', 'वार्ड १', 'Ward 11', 'Ward 01'].map((village, i) => person(i + 1, village));
    t.same(
      villageCounts(wards).map(({ people: count }) => count),
      [3, 1],
      'Ward 11 is no misspelt Ward 1',
    );
    t.end();
  },
);
