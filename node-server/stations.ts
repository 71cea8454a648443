import type { AdminStatus } from './admin/admin-api.js';
import type { StationCounts, StationPages } from './frame-context.js';
import type { Facility } from './facility.js';
import { referralBook } from './referrals/referral-book.js';
import { auditPages } from './stations/audit.js';
import type { ReportDesk } from './reports/report-desk.js';
import { counterPages } from './stations/counter.js';
import type { Paper } from './stations/counter/papers.js';
import { displayPages } from './stations/display.js';
import { doctorPages } from './stations/doctor.js';
import { emergencyPages } from './stations/emergency.js';
import { healthPages } from './stations/health.js';
import { historyPages } from './stations/history.js';
import type { HistoryDesk } from './history/history-desk.js';
import { labPages } from './stations/lab.js';
import { pharmacyPages } from './stations/pharmacy.js';
import { queuePages } from './stations/queue.js';
import { referralPages } from './stations/referrals.js';
import { reportPages } from './stations/reports.js';
import { stockPages } from './stations/stock.js';
import { vitalsPages } from './stations/vitals.js';

/** Every station of the health centre, in the order of the navigation. */
export function stationPages(
  facility: Facility,
  parts: {
    readStatus: () => Promise<AdminStatus>;
    reports: ReportDesk;
    history: HistoryDesk;
    /** that printers here take, as the set-up was told */
    papers?: readonly Paper[] | undefined;
  },
): StationPages[] {
  return [
    counterPages(facility, parts.papers),
    queuePages(facility),
    vitalsPages(facility),
    doctorPages(facility),
    labPages(facility),
    pharmacyPages(facility),
    stockPages(facility, parts.reports.doubtLimits),
    referralPages(facility),
    reportPages(facility, parts.reports),
    displayPages(facility),
    emergencyPages(facility),
    historyPages(facility, parts.history),
    auditPages(facility),
    healthPages(parts.readStatus),
  ];
}

/** Today's figures on the tiles of the home page. */
export function stationCounts(facility: Facility): Record<string, StationCounts> {
  const { queue } = facility;
  const entries = queue.entries();
  const byStation = queue.counts();
  const counts: Record<string, StationCounts> = {
    counter: { done: entries.length },
    queue: { waiting: [...queue.carried(), ...entries].filter(({ state }) => state === 'waiting').length },
  };
  counts['referrals'] = { waiting: referralBook(facility).unanswered().count };
  for (const { id } of facility.workflow.stations) {
    const { waiting = 0, called = 0, skipped = 0 } = byStation[id] ?? {};
    const done = entries.filter(({ stays }) => stays.some((stay) => stay.station === id)).length;
    counts[id] = { waiting: waiting + called + skipped, done };
  }
  return counts;
}
