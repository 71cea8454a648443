import type { Row } from './part.js';

export function printTable(rows: Row[]): void {
  const head = ['line', 'what', 'who', 'seconds', 'kB up', 'kB down', 'kB', 'requests', 'connections'];
  const lines = rows.map(({ what, profile, contender, cost }) => [
    profile,
    what,
    contender,
    cost.seconds.toFixed(1),
    cost.upKb.toFixed(1),
    cost.downKb.toFixed(1),
    (cost.upKb + cost.downKb).toFixed(1),
    String(cost.requests),
    String(cost.connections),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)));
  for (const line of [head, ...lines]) {
    console.log(
      line.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    );
  }
}

/** The figures by the names that the aims have, and ours against stock where both were measured. */
export function summary(figures: Record<string, number>): Record<string, number> {
  const named: Record<string, number | undefined> = {
    edge_cold_s: figures['edge_ours_cold_s'],
    edge_cold_kb: figures['edge_ours_cold_kb'],
    edge_warm_s: figures['edge_ours_warm_s'],
    edge_warm_kb: figures['edge_ours_warm_kb'],
    edge_time_ratio: ratio('edge_stock_cold_s', 'edge_ours_cold_s'),
    edge_bytes_ratio: ratio('edge_stock_cold_kb', 'edge_ours_cold_kb'),
    edge_warm_time_ratio: ratio('edge_stock_cold_s', 'edge_ours_warm_s'),
    edge_warm_bytes_ratio: ratio('edge_stock_cold_kb', 'edge_ours_warm_kb'),
    '3g_poor_time_ratio': ratio('3g_poor_stock_cold_s', '3g_poor_ours_cold_s'),
    vsat_time_ratio: ratio('vsat_stock_cold_s', 'vsat_ours_cold_s'),
    pull_s: figures['pull_ours_s'],
    pull_kb: figures['pull_ours_kb'],
    pull_time_ratio: ratio('pull_stock_s', 'pull_ours_s'),
    flap_s: figures['flap_edge_ours_cold_s'],
    tuned_s: figures['edge_tuned_cold_s'],
    tuned_kb: figures['edge_tuned_cold_kb'],
    stock_s: figures['edge_stock_cold_s'],
    stock_kb: figures['edge_stock_cold_kb'],
  };
  const rest = Object.entries(figures).filter(([name]) => !/^(edge|3g_poor|vsat|flap_edge|pull)_/.test(name));
  const all = [...Object.entries(named), ...rest];
  return Object.fromEntries(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, Math.round(value * 100) / 100]])),
  );

  function ratio(theirs: string, ours: string): number | undefined {
    const [over, under] = [figures[theirs], figures[ours]];
    return over === undefined || under === undefined ? undefined : over / under;
  }
}
