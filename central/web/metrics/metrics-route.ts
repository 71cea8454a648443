import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import { boxMetrics } from '../../monitor/box-metrics.js';
import { METRICS_TYPE, metricsText } from '../../monitor/metrics-text.js';
import { sameText } from '../../same-text.js';
import { webFrameOf, type CentreRoute } from '../web-frame.js';

/** Prometheus asks every quarter of a minute; a page that was asked just before has the same answer. */
const MAX_AGE_MS = 5_000;

/**
 * `/metrics`, for who has the token and nobody else: a scraper has no session. Where there is no token there are no
 * metrics, and a wrong one is answered as if there were none.
 */
export const metricsRoute: CentreRoute = {
  method: 'GET',
  path: '/metrics',
  access: { open: true },
  handler: tellMetrics,
};

async function tellMetrics(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { metricsToken, boxes } = webFrameOf(request);
  const { authorization = '' } = request.headers as { authorization?: string };
  const given = /^Bearer (\S+)$/.exec(authorization)?.[1];
  if (metricsToken === null || given === undefined || !sameText(given, metricsToken)) {
    throw new FacilityError('not-found', 'No metrics for this request.');
  }
  return h.response(metricsText(boxMetrics(await boxes.read(MAX_AGE_MS)))).type(METRICS_TYPE);
}
