import t from 'tap';
import { Bitmap } from './bitmap.js';
import { fillOutline } from './fill-outline.js';

function picture(bitmap: Bitmap): string[] {
  return Array.from({ length: bitmap.height }, (_, y) =>
    Array.from({ length: bitmap.width }, (_, x) => (bitmap.get(x, y) ? '#' : '.')).join(''),
  );
}

const square = (from: number, to: number): number[] => [from, from, to, from, to, to, from, to];
const turned = (from: number, to: number): number[] => [from, from, from, to, to, to, to, from];

t.test('an outline is filled, and a hole that runs the other way stays open', async (t) => {
  const bitmap = new Bitmap(8, 6);
  fillOutline(bitmap, [square(0, 6), turned(2, 4)], true);
  t.same(picture(bitmap), ['######..', '######..', '##..##..', '##..##..', '######..', '######..']);
});

t.test('parts that overlap the same way stay black, as in a conjunct', async (t) => {
  const bitmap = new Bitmap(5, 5);
  fillOutline(bitmap, [square(0, 4), square(1, 5)], true);
  t.same(picture(bitmap), ['####.', '#####', '#####', '#####', '.####']);
});

t.test('what lies outside the paper is left out, and white on black takes dots away', async (t) => {
  const bitmap = new Bitmap(4, 3);
  fillOutline(bitmap, [square(-5, 9)], true);
  fillOutline(bitmap, [square(1, 2)], false);
  t.same(picture(bitmap), ['####', '#.##', '####']);
});
