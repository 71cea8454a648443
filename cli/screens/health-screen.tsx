import { useEffect, useRef, useState } from 'react';
import { describeSync, sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { AdminStatus, SyncNowAnswer } from '../../node-server/admin/admin-api.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { sayError } from '../say-error.js';
import { syncNow as syncNowOf } from '../tasks/control-sync.js';
import { describeStatus } from '../tasks/describe-status.js';
import { healthRows, spread } from './health-rows.js';
import { asFacilityError } from './say-failure.js';

/** Says on one screen how the box is. `syncNow` is another one in tests. */
export function HealthScreen(props: { syncNow?: () => Promise<SyncNowAnswer> }) {
  const { folder, say, language, columns, rows, status, failure, refresh } = useFrame();
  const { syncNow = () => syncNowOf(folder) } = props;
  const [note, setNote] = useState<((say: Translate, language: Language) => string) | null>(null);
  const syncing = useRef(false);
  const gone = useRef(false);
  useEffect(() => () => void (gone.current = true), []);

  const sendNow = async (): Promise<void> => {
    if (syncing.current) return;
    syncing.current = true;
    setNote(() => (say: Translate) => say('cli.screen.syncing'));
    const told = await syncNow().then(
      ({ sync }) =>
        (say: Translate, spoken: Language) =>
          describeSync(sync, spoken, say),
      (thrown: unknown) => (say: Translate) => {
        const error = asFacilityError(thrown);
        return `${sayError(error, say).title}: ${error.message}`;
      },
    );
    syncing.current = false;
    if (gone.current) return;
    setNote(() => told);
    await refresh();
  };

  useKeys(({ text }) => {
    if (text === 'r') {
      setNote(null);
      void refresh();
    } else if (text === 's') void sendNow();
    else return false;
    return true;
  });

  const body =
    failure !== null
      ? failureRows(failure, status, { say, language, columns, folder })
      : status === null
        ? [[{ text: ` ${say('cli.screen.loading')}` }]]
        : healthRows(describeStatus(status, language, say), say, { columns, rows });
  const notes: Piece[] = note === null ? [] : [{ text: ` ${note(say, language)}`, color: 'cyan' }];
  return <Pane body={body} note={notes} keys={keyHints(say)} />;
}

function failureRows(
  failure: unknown,
  last: AdminStatus | null,
  shown: { say: Translate; language: Language; columns: number; folder: string },
): Piece[][] {
  const { say, language } = shown;
  const error = asFacilityError(failure);
  const { title, next } = sayError(error, say);
  return [
    spread(
      last === null ? say('common.appName') : `${last.name[language]} · ${last.box}`,
      shown.folder,
      shown.columns,
    ),
    [],
    [{ text: ` ✖  ${title} `, bold: true, inverse: true, color: 'red' }],
    [],
    [{ text: ` ${error.message}` }],
    [{ text: ` → ${next}`, bold: true }],
    [],
    last === null
      ? []
      : [{ text: ` ${say('cli.screen.lastSeen', { time: sayTime(last.clock.now, language) })}`, dim: true }],
  ];
}

function keyHints(say: Translate): KeyHint[] {
  return [
    ['q', say('cli.screen.keyQuit')],
    ['l', say('cli.screen.keyLanguage')],
    ['r', say('cli.screen.keyRefresh')],
    ['s', say('cli.screen.keySync')],
    ['?', say('cli.frame.keys')],
  ];
}
