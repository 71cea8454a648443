import t from 'tap';
import { describeReport } from '../cli/tasks/describe-sync.js';
import { openLocale } from '../templates/locale.js';
import { atCentre, HURRIED, onBox, PASSWORD, PATIENCE, setOut } from './exchange-journey.js';
import { startBadGateway, type BadAnswer } from './bad-gateway.js';
import { until } from './until.js';

const FRAMES = { 'Content-Type': 'application/octet-stream' };
const locale = openLocale();

/** A frame that says that the gateway is there, one byte after the other. */
function dripping(bytes: string): BadAnswer {
  return (_, response) => {
    response.writeHead(200, FRAMES);
    let at = 0;
    const timer = setInterval(() => response.write(bytes.charAt(at++ % bytes.length)), 200);
    response.on('close', () => clearInterval(timer));
  };
}

function answering(status: number, headers: Record<string, string>, body = ''): BadAnswer {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

const CASES: [what: string, answer: BadAnswer, why: string, hi: string, en: string][] = [
  ['200 and nothing', answering(200, FRAMES), 'cut-off', 'अधूरा', 'broke off'],
  ['200, an empty page', answering(200, { 'Content-Type': 'text/html' }), 'stranger', 'कोई और', 'other'],
  [
    'the log-in page of a captive portal',
    answering(200, { 'Content-Type': 'text/html' }, '<html><form>Recharge now'),
    'stranger',
    'रिचार्ज',
    'recharge',
  ],
  [
    'a redirection to such a page',
    answering(302, { Location: 'http://portal/' }),
    'stranger',
    'कोई और',
    'other',
  ],
  ['a page that calls itself frames', answering(200, FRAMES, '<html>'), 'stranger', 'कोई और', 'other'],
  ['500', answering(500, {}, 'panic'), 'trouble', 'ख़राबी', 'trouble of its own'],
  ['413 of a proxy', answering(413, {}), 'too-large', 'आकार', 'size'],
  [
    'a head and then silence',
    (_, response) => void response.writeHead(200, FRAMES).flushHeaders(),
    'silent',
    'चुप',
    'silent',
  ],
  ['one byte and a pause, for ever', dripping('w\0'), 'silent', 'चुप', 'silent'],
  ['a frame that never ends', dripping('z\x7f{"tag":"'), 'silent', 'चुप', 'silent'],
];

t.test('a gateway that answers what no gateway would is named, and costs nothing but time', async (t) => {
  const journey = await setOut(t);
  const gateway = await startBadGateway(journey.line.url);
  t.teardown(() => gateway.close());
  for (const [what, answer, why, hi, en] of CASES) {
    await t.test(what, async (t) => {
      gateway.answer(answer);
      await journey.write(5);
      const replication = journey.start({
        centre: { url: 'http://127.0.0.1:9', user: journey.box, password: PASSWORD, gateway: gateway.url },
        patience: { ...HURRIED, silenceMs: 1_000, idleTalkMs: 1_500, withoutProgressMs: 50 },
        // The first failure is the one that counts here, until the gateway is itself again.
        retry: () => 60_000,
      });
      await until('it failed', () => replication.state().lastError !== undefined);
      const report = await replication.report();
      t.match(report, { kind: 'offline', waiting: 5, lastError: { why } });
      for (const [language, words] of [['hi', hi] as const, ['en', en] as const]) {
        const { failure, advice } = describeReport(report, language, locale.in(language));
        t.ok([failure?.what, ...advice].join(' ').includes(words), `${failure?.what} / ${advice.join(' ')}`);
      }

      gateway.answer(null);
      t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
      t.same(await atCentre(journey), await onBox(journey));
      await replication.stop();
    });
  }
});
