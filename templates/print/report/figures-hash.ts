import { createHash } from 'node:crypto';
import type { Report } from '../../../records/report.js';

/**
 * Twelve letters that change with any figure or word of a report: `3F9A-77C2-0B1E`. A paper that names them can be
 * held against what the box says now, in whatever language either of them speaks, where the report brings its hash.
 */
export function figuresHash({ hash, id, box, period, sections, notes }: Report): string {
  if (hash !== undefined) return hash;
  const text = JSON.stringify([id, box, period.from, period.to, sections, notes]);
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 12).toUpperCase();
  return hex.replace(/(.{4})(?=.)/g, '$1-');
}
