import { createHash } from 'node:crypto';
import type { Report } from '../../../records/report.js';

/**
 * Twelve letters that change with any figure or word of a report: `3F9A-77C2-0B1E`. A paper that names them can be
 * held against what the box says now.
 */
export function figuresHash({ id, box, period, sections, notes }: Report): string {
  const text = JSON.stringify([id, box, period.from, period.to, sections, notes]);
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 12).toUpperCase();
  return hex.replace(/(.{4})(?=.)/g, '$1-');
}
