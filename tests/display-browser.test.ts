import t from 'tap';
import type { Station } from '../records/care.js';
import type { VisitId } from '../records/ids.js';
import { displayPages } from '../node-server/stations/display.js';
import { findChromium, startBrowser } from './browser.js';
import { openStationCentre } from './station-centre.js';

const skip = findChromium() === null ? 'no Chromium on this machine' : false;
const NIGHT = Date.parse('2026-11-21T18:20:00Z');
const AFTER_MIDNIGHT = Date.parse('2026-11-21T18:31:00Z');
const LONG_ROOM = 'कमरा नंबर 12 के सामने वाला बड़ा बरामदा';
const WALLS = [
  { width: 1366, height: 768 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
];

t.test("the waiting room's screen stays on the screen on the busiest day", { skip }, async (t) => {
  const centre = await openStationCentre((facility) => [displayPages(facility)]);
  const browser = await startBrowser();
  t.teardown(() => Promise.all([browser.close(), centre.stop()]));
  const { facility, clock } = centre;
  const patient = await centre.register({ name: 'सीता देवी', sex: 'female', birthDate: '1992' });
  const arrive = (station: Station, count: number) =>
    facility.append({ by: 'asha' }, (draft) => {
      for (let i = 0; i < count; i += 1) draft.visit({ patient, kind: 'new', station });
    });
  const call = (visit: VisitId, station: Station, room: string) =>
    facility.append({ by: 'asha', visits: [visit] }, (draft) =>
      draft.part(visit, 'move', { patient, station, action: 'call', room }),
    );
  const stations = facility.workflow.stations.map(({ id }) => id);
  clock.now = NIGHT;
  // Tokens of three digits.
  await arrive('vitals', 100);
  for (const station of stations) await arrive(station, 2);
  clock.now = AFTER_MIDNIGHT;
  for (const station of stations) await arrive(station, 120);
  for (const station of stations) {
    const old = facility.queue
      .carried()
      .filter((entry) => entry.station === station)
      .at(-1);
    if (old) await call(old.visit, station, LONG_ROOM);
    for (const { visit } of facility.queue
      .waiting(station)
      .filter(({ token }) => token > 99)
      .slice(0, 2))
      await call(visit, station, LONG_ROOM);
  }
  await browser.withPage({}, async (page) => {
    await page.goto(`${centre.origin}/display`);
    t.equal(await page.locator('.screen-call').count(), 2 * stations.length);
    for (const wall of WALLS) {
      await page.setViewportSize(wall);
      const seen = await page.evaluate(() => {
        const edge = (of: string) => document.querySelector(of)?.getBoundingClientRect();
        const room = document.querySelector('.screen-call .screen-room b');
        return {
          height: document.documentElement.scrollHeight,
          width: document.documentElement.scrollWidth,
          above: (edge('tbody tr:last-child')?.bottom ?? 0) - (edge('.screen-foot')?.top ?? 0),
          cut: Array.from(document.querySelectorAll('.screen-calls, .screen-next')).filter(
            (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1,
          ).length,
          says: room?.textContent,
        };
      });
      const { width, height } = wall;
      t.same([seen.width, seen.height], [width, height], `nothing lies beyond ${width} × ${height}`);
      t.ok(seen.above < 2, `the last station stands above the foot (${seen.above})`);
      t.equal(seen.cut, 0, 'no call and no token is cut off');
      t.equal(seen.says, LONG_ROOM);
    }
  });
});
