import t from 'tap';
import { openLocale, type Language } from '../templates/locale.js';
import { describeSync, type SyncState } from './sync-state.js';

const locale = openLocale();
const said = (state: Partial<SyncState>, language: Language = 'en'): string =>
  describeSync({ kind: 'up-to-date', waiting: 0, received: 0, ...state }, language, locale.in(language));

void t.test('a person reads that everything is there, and since when', async (t) => {
  t.equal(
    said({ lastConfirmed: '2026-11-21T04:10:00.000Z' }),
    'Everything is at the district server, 21 Nov, 09:40',
  );
  t.match(said({ lastConfirmed: '2026-11-21T04:10:00.000Z' }, 'hi'), /^ज़िला सर्वर तक सब पहुँचा, 21 नव.*09:40$/);
  t.equal(said({}), 'Everything is at the district server');
});

void t.test('a person reads how many records wait since when', async (t) => {
  t.equal(
    said({ kind: 'waiting', waiting: 12, oldestWaiting: '2026-11-20T20:00:00.000Z' }),
    '12 records to send since 21 Nov, 01:30',
  );
  t.equal(said({ kind: 'waiting', waiting: 1 }), '1 record to send');
  t.match(said({ kind: 'waiting', waiting: 12 }, 'hi'), /12 रिकॉर्ड/);
});

void t.test('a person reads why nothing goes, what waits and when the next try is', async (t) => {
  const state: Partial<SyncState> = { kind: 'offline', waiting: 2, nextTry: '2026-11-21T04:11:00.000Z' };
  t.equal(said(state), 'The line is down, work goes on · 2 records to send · next try 21 Nov, 09:41');
  t.match(
    said({ ...state, kind: 'refused' }),
    /^The district server refused.* · 2 records to send · next try/,
  );
  t.equal(said({ kind: 'not-set', waiting: 40 }), 'No district server is set · 40 records to send');
});

void t.test('"up to date" is never said while a record waits', async (t) => {
  for (const language of ['hi', 'en'] as const) {
    const words = said(
      { kind: 'up-to-date', waiting: 1, lastConfirmed: '2026-11-21T04:10:00.000Z' },
      language,
    );
    t.notMatch(words, locale.translate(language, 'sync.up-to-date'));
    t.match(words, /1/);
  }
});

void t.test('each kind has its words in both languages', async (t) => {
  for (const kind of ['up-to-date', 'sending', 'waiting', 'offline', 'refused', 'not-set'] as const) {
    for (const language of ['hi', 'en'] as const)
      t.ok(said({ kind }, language).length > 3, `${kind} ${language}`);
  }
});
