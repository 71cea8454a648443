import { useCallback, useEffect, useState } from 'react';
import type { BackupResult } from '../../node-server/backup/backup-api.js';
import { JobView } from '../components/job-view.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { saySize } from '../say-size.js';
import {
  cancelBackup,
  followBackup,
  listBackupsOf,
  readBackups,
  startBackup,
  verifyFile,
} from '../tasks/control-backups.js';
import { BackupKey } from './backup-key.js';
import { BackupPlaces } from './backup-places.js';
import { BackupPrune } from './backup-prune.js';
import { BackupSchedule } from './backup-schedule.js';
import { backupRows, type ListedBackup } from './backup-rows.js';
import { sayFailure } from './say-failure.js';
import { useAnswer } from './use-answer.js';

type Mode =
  | { kind: 'list' | 'key' | 'places' | 'schedule' | 'prune' }
  | { kind: 'run'; isNew: boolean }
  | { kind: 'verify'; backup: ListedBackup };

/** Everything about backups: how old the last one is, making and reading one, the key, the places, the schedule. */
export function BackupScreen() {
  const { folder, say, language, rows } = useFrame();
  const [mode, setMode] = useState<Mode>({ kind: 'list' });
  const [at, setAt] = useState(0);
  const [note, setNote] = useState<Piece[]>([]);
  /** somebody went back from the one under way: it is not put before them again */
  const [left, setLeft] = useState(false);
  const { answer, failure, refresh } = useAnswer(
    useCallback(() => readBackups(folder), [folder]),
    2_000,
  );
  const list = useAnswer(
    useCallback(() => listBackupsOf(folder), [folder]),
    15_000,
  );
  const backups = list.answer?.places.flatMap(({ files }) => files).reverse() ?? null;
  const chosen = backups?.[Math.min(at, backups.length - 1)];
  const isRunning = answer !== null && answer.running !== null;

  useEffect(() => {
    if (!isRunning) setLeft(false);
    else if (mode.kind === 'list' && !left) setMode({ kind: 'run', isNew: false });
  }, [isRunning]);

  const back = (told: Piece[] = []): void => {
    setMode({ kind: 'list' });
    setNote(told);
    void refresh();
    void list.refresh();
  };
  const good = (text: string): Piece[] => [{ text: ` ${text}`, color: 'green' }];
  const stopped = (key: string): Piece[] => [{ text: ` ${say(key)}`, color: 'yellow' }];
  const made = (result: BackupResult | null): Piece[] => {
    if (result === null) return stopped('cli.backupScreen.cancelled');
    const { from, upTo, bytes, tookMs } = result;
    const n = upTo - from;
    return good(say('cli.backupScreen.made', { n, size: saySize(bytes), seconds: Math.ceil(tookMs / 1000) }));
  };
  const failed = (error: unknown): void => back(error === null ? made(null) : sayFailure(error, say));

  useKeys(({ name, text }) => {
    if (mode.kind !== 'list') return false;
    const open: Record<string, Mode['kind']> = { k: 'key', p: 'places', s: 'schedule', d: 'prune' };
    const kind = open[text];
    if (name === 'down') setAt(Math.min(Math.max(0, (backups?.length ?? 1) - 1), at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    else if (text === 'r') back();
    else if (text === 'b') setMode({ kind: 'run', isNew: !isRunning });
    else if (text === 'v' && chosen) setMode({ kind: 'verify', backup: chosen });
    else if (kind && answer) setMode({ kind } as Mode);
    else return false;
    setNote([]);
    return true;
  });

  if (mode.kind === 'run') {
    return (
      <JobView
        title={say('cli.backupScreen.runTitle')}
        start={() => (mode.isNew ? startBackup(folder) : followBackup(folder))}
        cancel={() => cancelBackup(folder)}
        onDone={(result) => back(made(result))}
        onFailed={failed}
        onLeave={() => {
          setLeft(true);
          back();
        }}
      />
    );
  }
  if (mode.kind === 'verify') {
    const { path, file } = mode.backup;
    return (
      <JobView
        title={say('cli.backupScreen.verifyTitle', { file })}
        start={() => verifyFile(folder, path, null)}
        onDone={({ records, bytes }) =>
          back(good(say('cli.backupScreen.whole', { records, size: saySize(bytes) })))
        }
        onFailed={(error) =>
          back(error === null ? stopped('cli.backupScreen.verifyStopped') : sayFailure(error, say))
        }
      />
    );
  }
  if (answer !== null && mode.kind === 'key') {
    return <BackupKey hasKey={answer.plan.recoveryKey !== undefined} onBack={back} />;
  }
  if (answer !== null && mode.kind === 'places') {
    return <BackupPlaces places={answer.places} refresh={refresh} onBack={() => back()} />;
  }
  if (answer !== null && mode.kind === 'schedule') return <BackupSchedule plan={answer.plan} onBack={back} />;
  if (mode.kind === 'prune') return <BackupPrune onBack={back} />;
  return (
    <Pane
      body={
        answer === null
          ? [[{ text: ` ${say('cli.screen.loading')}` }]]
          : backupRows(answer, backups, at, { say, language, rows, now: Date.now() })
      }
      note={failure !== null ? sayFailure(failure, say) : note}
      keys={keyHints(say, isRunning)}
    />
  );
}

function keyHints(say: (key: string) => string, isRunning: boolean): KeyHint[] {
  return [
    ['b', say(isRunning ? 'cli.backupScreen.keySee' : 'cli.backupScreen.keyNow')],
    ['v', say('cli.backupScreen.keyVerify')],
    ['k', say('cli.backupScreen.keyKey')],
    ['p', say('cli.backupScreen.keyPlaces')],
    ['s', say('cli.backupScreen.keySchedule')],
    ['d', say('cli.backupScreen.keyPrune')],
    ['q', say('cli.form.back')],
  ];
}
