import t from 'tap';
import type { BoxPicture } from './box-book.js';
import { boxMetrics, MOST_ALERTS_TOLD } from './box-metrics.js';
import { boxRow, type BoxFacts } from './box-row.js';
import { metricsText } from './metrics-text.js';
import { countBoxes } from './order-boxes.js';

const TEN = Date.parse('2026-11-27T04:30:00Z');
const iso = (ms: number): string => new Date(ms).toISOString();

function facts(index: number, status: BoxFacts['status'] = {}): BoxFacts {
  const code = `BR${1_000 + index}`;
  const facility: BoxFacts['facility'] = {
    ...{
      _id: `facility:${code}`,
      type: 'facility',
      v: 1,
      code,
      name: { en: 'PHC "Ram\\pur"\nold' },
      kind: 'PHC',
    },
    ...{
      ownership: 'government',
      state: '10',
      district: String(200 + (index % 3)),
      services: [],
      status: 'open',
    },
  };
  return { box: code, status: { lastContact: iso(TEN - 60_000), ...status }, facility, alerts: [] };
}

function picture(all: BoxFacts[]): BoxPicture {
  const rows = all.map((one) => boxRow(one, TEN));
  return { at: TEN, rows, standing: [], ended: [], deaf: false, watchedAt: iso(TEN - 5_000) };
}

/** As https://prometheus.io/docs/instrumenting/exposition_formats/ has it. */
const LINE =
  /^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+="(?:[^"\\]|\\[\\n"])*"(?:,[a-z]+="(?:[^"\\]|\\[\\n"])*")*\})? -?[\d.e+]+)$/;

t.test(
  'metrics are Prometheus’ text, and tell boxes by level and district, alerts, and when each was heard',
  (t) => {
    const text = metricsText(
      boxMetrics(
        picture([
          facts(0),
          facts(1, { lastContact: iso(TEN - 3_600_000), waiting: 214 }),
          facts(2, { diskFreeMb: 1, diskTotalMb: 100, gaps: 3 }),
          { ...facts(3), facility: null },
          facts(4, { clockErrorS: 900 }),
        ]),
      ),
    );
    for (const line of text.trimEnd().split('\n')) t.match(line, LINE);
    for (const line of [
      'nadi_boxes{state="10",district="200",level="ok"} 1',
      'nadi_boxes{state="10",district="201",level="silent"} 1',
      'nadi_boxes{state="10",district="202",level="broken"} 1',
      'nadi_boxes{state="10",district="202",level="silent"} 0',
      'nadi_boxes{state="10",district="201",level="look"} 1',
      'nadi_boxes{state="10",district="201",level="ok"} 0',
      'nadi_boxes{state="",district="",level="ok"} 1',
      'nadi_box_alerts{kind="silent",acknowledged="no"} 1',
      'nadi_box_alert{state="10",district="202",box="BR1002",kind="disk"} 1',
      'nadi_records_waiting{state="10",district="201"} 214',
      'nadi_record_gaps{state="10",district="202"} 3',
      'nadi_contact_age_seconds_bucket{le="60"} 4',
      'nadi_contact_age_seconds_bucket{le="+Inf"} 5',
      'nadi_contact_age_seconds_sum 3840',
      'nadi_contact_age_seconds_count 5',
      `nadi_watch_timestamp_seconds ${(TEN - 5_000) / 1_000}`,
    ]) {
      t.ok(text.split('\n').includes(line), line);
    }
    t.end();
  },
);

t.test('an acknowledged alert is counted and no longer told by box', (t) => {
  const acknowledged = { by: 'asha', at: iso(TEN), note: 'called सुनीता' };
  const alert = {
    ...({ type: 'alert', box: 'BR1000', kind: 'gaps' } as const),
    since: iso(TEN),
    acknowledged,
  };
  const text = metricsText(boxMetrics(picture([{ ...facts(0, { gaps: 1 }), alerts: [alert] }])));
  t.match(text, 'nadi_box_alerts{kind="gaps",acknowledged="yes"} 1');
  t.notMatch(text, /nadi_box_alert\{|asha|सुनीता|Ram/, 'and no word of a person is in it');
  t.end();
});

t.test('however many boxes are in trouble, what is told stays bounded, and says what it leaves out', (t) => {
  const all = Array.from({ length: 8_000 }, (_, index) => facts(index, { gaps: 1 }));
  const metrics = boxMetrics(picture(all));
  const told = metrics.find(({ name }) => name === 'nadi_box_alert')!;
  t.equal(told.samples.length, MOST_ALERTS_TOLD);
  t.match(metricsText(metrics), `nadi_box_alerts_untold ${8_000 - MOST_ALERTS_TOLD}`);
  t.ok(metrics.flatMap(({ samples }) => samples).length < MOST_ALERTS_TOLD + 60);
  t.end();
});

t.test('a box for which nobody waits is planned off everywhere, and well nowhere', (t) => {
  const [well, off] = [facts(0), facts(1)];
  off.facility!.status = 'closed';
  const both = picture([well, off]);
  t.match(countBoxes(both.rows).states, { ok: 1, planned: 1 });
  const text = metricsText(boxMetrics(both));
  t.match(text, 'nadi_boxes{state="10",district="201",level="planned"} 1');
  t.match(text, 'nadi_boxes{state="10",district="201",level="ok"} 0');
  t.match(text, 'nadi_boxes_planned_offline 1');
  t.end();
});
