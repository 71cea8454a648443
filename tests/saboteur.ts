import { AuditFilter } from '../records/audit-filter.js';
import { Backups } from '../node-server/backup/backups.js';
import { PatientDirectory } from '../records/patient-directory.js';

// Loaded before a server (`node --import`): makes it fail in ways whose messages hold what somebody typed.

/* eslint-disable @typescript-eslint/unbound-method -- each is called with its own `this` */
const { search } = PatientDirectory.prototype;
PatientDirectory.prototype.search = function (query, options) {
  const text = String(query);
  if (text.includes('crash')) throw new TypeError(`cannot search for ${text}`);
  if (text.includes('json')) JSON.parse(text);
  if (text.includes('stray')) void Promise.reject(new Error(`nobody waits for ${text}`));
  if (text.includes('fatal')) setImmediate(() => uncaught(text));
  return search.call(this, query, options);
};

const { open } = Backups;
Backups.open = (options) => open.call(Backups, { ...options, lookEveryMs: 100 });

AuditFilter.prototype.takes = (record) => {
  throw new Error(`cannot filter ${JSON.stringify(record)}`);
};

function uncaught(text: string): never {
  throw new RangeError(`nobody catches ${text}`);
}
