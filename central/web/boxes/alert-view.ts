import { sayTime } from '../../../sync/sync-state.js';
import { alertKey } from '../../monitor/alert-key.js';
import type { BoxRow, StandingAlert } from '../../monitor/box-row.js';
import { sayAgo, type Telling } from '../../monitor/describe-box.js';

/** An alert in words, with what people said of it, the latest first. */
export interface AlertView {
  kind: string;
  title: string;
  todo: string;
  since: string | null;
  seen: boolean;
  said: { time: string; by: string; note: string }[];
  box: string;
  facility: string;
  place: string;
  boxHref: string;
  acknowledgeHref: string;
}

export function alertView(row: BoxRow, alert: StandingAlert, telling: Telling): AlertView {
  const { say, language } = telling;
  const { kind, since, acknowledged, earlier = [] } = alert;
  const words = alertKey(row, alert);
  const said = [...(acknowledged ? [acknowledged] : []), ...earlier.toReversed()];
  return {
    kind,
    title: say(`boxes.alert.${words}`),
    todo: say(`boxes.todo.${words}`),
    since: since === undefined ? null : `${sayAgo(since, telling)} (${sayTime(since, language)})`,
    seen: acknowledged !== undefined,
    said: said.map(({ at, by, note }) => ({ time: sayTime(at, language), by, note })),
    box: row.box,
    facility: row.name[language],
    place: row.placeNames.map((name) => name[language]).join(', '),
    boxHref: `/boxes/${row.box}`,
    acknowledgeHref: `/boxes/${row.box}/alerts/${kind}`,
  };
}
