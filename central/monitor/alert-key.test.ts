import t from 'tap';
import { alertKey } from './alert-key.js';

t.test('a box without a recovery key is not said to have lost its backups', (t) => {
  const alert = { kind: 'backup' } as const;
  t.equal(alertKey({ status: { backupTrouble: 'backup-no-key' } }, alert), 'backup-no-key');
  const lastBackup = '2026-11-20T00:00:00Z';
  t.equal(alertKey({ status: { backupTrouble: 'backup-no-key', lastBackup } }, alert), 'backup');
  t.equal(alertKey({ status: { backupTrouble: 'disk-full' } }, alert), 'backup');
  t.end();
});
