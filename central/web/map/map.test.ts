import t from 'tap';
import { hull, hullPath } from './hull.js';
import { mapState } from './map-state.js';
import { placeLabels } from './place-labels.js';
import { MAP_SIZE, projectOnto } from './project.js';

t.test('a map has north at the top, one scale both ways, and nothing outside', (t) => {
  const corners = [
    { lat: 25, lon: 85 },
    { lat: 26, lon: 85 },
    { lat: 25, lon: 86 },
  ];
  const { onto, height } = projectOnto(corners);
  const [south, north, east] = corners.map(onto);
  t.ok((north?.y ?? 0) < (south?.y ?? 0));
  t.ok((east?.x ?? 0) > (south?.x ?? 0));
  const up = (south?.y ?? 0) - (north?.y ?? 0);
  const right = (east?.x ?? 0) - (south?.x ?? 0);
  t.ok(
    Math.abs(right / up - Math.cos((25.5 * Math.PI) / 180)) < 0.01,
    'a degree of longitude is the shorter one',
  );
  for (const point of [south, north, east]) {
    t.ok(point && point.x >= 0 && point.x <= MAP_SIZE.width && point.y >= 0 && point.y <= height);
  }
  const alone = { lat: 25, lon: 85 };
  const single = projectOnto([alone]);
  t.same(single.onto(alone), { x: MAP_SIZE.width / 2, y: single.height / 2 });
  t.end();
});

t.test('shading goes round all facilities of an area, be they one, two or many', (t) => {
  const square = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];
  t.same(hull([...square, { x: 5, y: 5 }, { x: 5, y: 0 }]), square);
  t.equal(hullPath([{ x: 3, y: 4 }]), 'M3 4Z');
  t.equal(hull(square.slice(0, 2)).length, 2);
  t.end();
});

t.test('an area’s name stands on no mark, no other name and no other area, or nowhere', (t) => {
  const size = { font: 20, mark: 10 };
  const square = (left: number, top: number, side = 100) =>
    [0, side].flatMap((x) => [0, side].map((y) => ({ x: left + x, y: top + y })));
  const upper = { text: 'Barh', points: square(200, 100) };
  const lower = { text: 'Maner', points: square(200, 240) };
  const marks = [...upper.points, ...lower.points];
  const labelling = { height: 560, marks, prefer: 'above' as const };
  const [one, other] = placeLabels([upper, lower], labelling, size);
  t.match(one, { x: 250, y: 72 }, 'above where nothing is');
  t.ok((other?.y ?? 0) > 340, 'else below');
  const [crowded] = placeLabels([upper], { ...labelling, marks: grid() }, size);
  t.equal(crowded, null);
  const [inside] = placeLabels([upper], { ...labelling, marks: [], prefer: 'inside' }, size);
  t.same(inside, { x: 250, y: 150 });
  const twins = placeLabels([upper, { ...upper, text: 'Arrah' }], { ...labelling, prefer: 'inside' }, size);
  t.ok(Math.abs((twins[0]?.y ?? 0) - (twins[1]?.y ?? 0)) >= 20, 'one under the other');
  t.end();

  function grid(): { x: number; y: number }[] {
    return Array.from({ length: 60 * 60 }, (_, n) => ({ x: (n % 60) * 13, y: Math.floor(n / 60) * 13 }));
  }
});

t.test('a facility is late before it is silent, and one that never reported is neither', (t) => {
  const last = (day: string) => ({ first: '20260901', last: day, days: 9 });
  t.same(mapState(last('20261126'), '20261126'), { state: 'reported', days: 0 });
  t.same(mapState(last('20261124'), '20261126'), { state: 'late', days: 2 });
  t.same(mapState(last('20261123'), '20261126'), { state: 'silent', days: 3 });
  t.same(mapState(undefined, '20261126'), { state: 'never', days: null });
  t.end();
});
