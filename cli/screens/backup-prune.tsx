import { useEffect, useState } from 'react';
import type { PruneAnswer } from '../../node-server/backup/backup-api.js';
import { scrollTo } from '../components/form-rows.js';
import { Pane, useFrame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { saySize } from '../say-size.js';
import { pruneBackups } from '../tasks/control-backups.js';
import { sayFailure } from './say-failure.js';

/** What the rule would remove; it goes only when that was seen and is meant. */
export function BackupPrune({ onBack }: { onBack: (told?: Piece[]) => void }) {
  const { folder, say, rows } = useFrame();
  const [preview, setPreview] = useState<PruneAnswer | null>(null);
  const [busy, setBusy] = useState(false);
  const [at, setAt] = useState(0);

  useEffect(() => {
    let gone = false;
    pruneBackups(folder, true).then(
      (answer) => void (gone || setPreview(answer)),
      (error: unknown) => void (gone || onBack(sayFailure(error, say))),
    );
    return () => void (gone = true);
  }, [folder]);

  const prune = async (): Promise<void> => {
    setBusy(true);
    try {
      const { kept, removed } = await pruneBackups(folder, false);
      onBack([{ text: ` ${say('cli.backup.kept', { kept, removed: removed.length })}`, color: 'green' }]);
    } catch (error) {
      onBack(sayFailure(error, say));
    }
  };
  const count = preview?.removed.length ?? 0;
  useKeys(({ name, text }) => {
    if (busy) return true;
    if (name === 'escape' || text === 'q') onBack();
    else if (name === 'down') setAt(Math.min(Math.max(0, count - 1), at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    else if (name === 'enter' && count > 0) void prune();
    return true;
  });

  const lines = (preview?.removed ?? []).map(({ file, bytes }, index): Piece[] => [
    { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
    { text: say('cli.backup.wouldRemove', { file, size: saySize(bytes) }) },
  ]);
  const body: Piece[][] =
    preview === null
      ? [[{ text: ` ${say('cli.backupScreen.looking')}` }]]
      : [
          [{ text: ` ${say('cli.backupScreen.pruneTitle', { n: count, kept: preview.kept })}`, bold: true }],
          [{ text: ` ${say('cli.backupScreen.pruneInfo')}`, dim: true }],
          [],
          ...scrollTo(lines, at, Math.min(lines.length, rows - 3)),
        ];
  return (
    <Pane
      body={body}
      note={busy ? [{ text: ` ${say('cli.form.wait')}`, color: 'cyan' }] : []}
      keys={[
        ...(count > 0 ? ([['Enter', say('cli.backupScreen.keyPruneNow')]] as const) : []),
        ['Esc', say('cli.form.back')],
      ]}
    />
  );
}
