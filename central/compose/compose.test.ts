import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { repositoryRoot } from '../../templates/folder.js';
import { boxMetrics } from '../monitor/box-metrics.js';
import { boxRow } from '../monitor/box-row.js';

const FOLDER = join(repositoryRoot(), 'central', 'compose');
const read = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8');

const NOW = Date.parse('2026-11-27T04:30:00Z');
const row = boxRow({ box: 'BR1042', status: { gaps: 1 }, facility: null, alerts: [] }, NOW);
const METRICS = boxMetrics({ at: NOW, rows: [row], standing: [], ended: [], deaf: false, watchedAt: null });
const PRINTED = new Map(
  METRICS.flatMap(({ name, samples }) =>
    samples.map(({ suffix = '', labels }) => [name + suffix, Object.keys(labels)] as const),
  ),
);

/** Metrics and the labels asked of each in an expression of Prometheus': `nadi_boxes{level="silent"}`. */
function asked(expression: string): { metric: string; labels: string[] }[] {
  return [...expression.matchAll(/\b((?:nadi_|up\b)\w*)(?:\{([^}]*)\})?/g)].map(
    ([, metric = '', inner = '']) => ({
      metric,
      labels: [...inner.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }),
  );
}

function checkExpressions(t: Test, expressions: string[]): void {
  t.ok(expressions.length > 5, `finds the expressions (${expressions.length})`);
  for (const expression of expressions) {
    const names = asked(expression);
    t.ok(names.length > 0, `names a metric: ${expression}`);
    for (const { metric, labels } of names) {
      if (metric === 'up') continue;
      t.ok(PRINTED.has(metric), `${metric} is one that /metrics prints`);
      const missing = labels.filter((label) => !PRINTED.get(metric)?.includes(label));
      t.same(missing, [], `${metric} has these labels`);
    }
    for (const [open, close] of ['()', '{}', '[]']) {
      t.equal(
        expression.split(open!).length,
        expression.split(close!).length,
        `${open}${close} ${expression}`,
      );
    }
  }
}

t.test('each alert rule asks for metrics that /metrics prints, and says what to do', (t) => {
  const { groups } = parse(read('prometheus', 'nadi-rules.yaml')) as {
    groups: {
      name: string;
      rules: { alert: string; expr: string; for: string; annotations: { summary: string } }[];
    }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  checkExpressions(
    t,
    rules.map(({ expr }) => expr),
  );
  for (const { alert, annotations, for: lasting } of rules) {
    t.match(alert, /^Nadi[A-Z]\w+$/);
    t.match(lasting, /^\d+[mh]$/);
    t.ok(annotations.summary.length > 20, alert);
  }
  t.end();
});

t.test('each panel of the dashboard asks for metrics that /metrics prints', (t) => {
  const dashboard = JSON.parse(read('grafana', 'dashboards', 'nadi-boxes.json')) as {
    templating: { list: { query: string }[] };
    panels: { id: number; title: string; datasource: { uid: string }; targets: { expr: string }[] }[];
  };
  const { panels, templating } = dashboard;
  checkExpressions(t, [
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...templating.list.map(({ query }) => query),
  ]);
  t.equal(new Set(panels.map(({ id }) => id)).size, panels.length, 'each panel has an id of its own');
  const { datasources } = parse(read('grafana', 'provisioning', 'datasources', 'nadi.yaml')) as {
    datasources: { uid: string }[];
  };
  t.same(new Set(panels.map(({ datasource }) => datasource.uid)), new Set([datasources[0]!.uid]));
  t.end();
});

t.test('what the compose file puts into a container is there, or is what the howto makes', (t) => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { volumes?: string[]; depends_on?: string[] }>;
    volumes: Record<string, object>;
  };
  const made = /^\.\/(?:tls|passwords)(?:\/|$)/;
  for (const [name, { volumes: mounted = [], depends_on: needs = [] }] of Object.entries(services)) {
    for (const mount of mounted) {
      const [from = ''] = mount.split(':');
      const isThere = from.startsWith('.')
        ? made.test(from) || existsSync(join(FOLDER, from))
        : from in volumes;
      t.ok(isThere, `${name}: ${mount}`);
    }
    t.same(
      needs.filter((need) => !(need in services)),
      [],
      name,
    );
  }
  for (const file of readdirSync(join(FOLDER, 'prometheus'))) parse(read('prometheus', file));
  const { scrape_configs: jobs } = parse(read('prometheus', 'prometheus.yaml')) as {
    scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
  };
  t.match(jobs, [{ job_name: 'nadi', static_configs: [{ targets: ['web:8443'] }] }]);
  t.end();
});

t.test('a node whose container is made anew keeps its data, and what the cluster told it', (t) => {
  const { services } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { image: string; volumes?: string[] }>;
  };
  const nodes = Object.values(services).filter(({ image }) => image.startsWith('couchdb:'));
  t.equal(nodes.length, 3);
  const mounts = nodes.flatMap(({ volumes = [] }) => volumes.map((mount) => mount.split(':')));
  for (const folder of ['/opt/couchdb/data', '/opt/couchdb/etc/local.d']) {
    const kept = mounts.filter(([, to]) => to === folder).map(([volume = '']) => volume);
    t.equal(new Set(kept).size, 3, `${folder}: a volume of each node's own`);
    t.notOk(kept.some((volume) => volume.startsWith('.')));
  }
  t.end();
});

t.test('whose address is counted for wrong passwords nobody outside chooses', (t) => {
  const [outside = '', inside = ''] = read('haproxy.cfg')
    .split(/^frontend /m)
    .slice(1);
  t.match(outside, /^couchdb\n[^]*set-header X-Forwarded-For %\[src\]/);
  t.notMatch(inside, 'X-Forwarded-For %', 'gateway and pages tell of whom');
  t.match(inside, /default-server .*resolvers docker/, 'a container with another address is found again');
  t.end();
});
