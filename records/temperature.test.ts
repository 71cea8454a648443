import fc from 'fast-check';
import t from 'tap';
import { toCelsius, toFahrenheit } from './temperature.js';

const typed = fc.integer({ min: 940, max: 1080 }).map((tenths) => tenths / 10);

t.test('what a thermometer shows in °F comes back from the record as it was typed', async (t) => {
  fc.assert(fc.property(typed, (shown) => toFahrenheit(toCelsius(shown)) === shown));
  t.equal(toCelsius(101.2), 38.44);
});

t.test('in tenths of a °C, by which it is judged, it is what it would be without hundredths', async () => {
  fc.assert(fc.property(typed, (shown) => toCelsius(shown).toFixed(1) === ((shown - 32) / 1.8).toFixed(1)));
});
