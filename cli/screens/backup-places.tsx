import { useState } from 'react';
import type { PlaceNow } from '../../node-server/backup/available-places.js';
import { Form } from '../components/form.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { sayField } from '../say-error.js';
import { addBackupPlace, removeBackupPlace } from '../tasks/change-backup-plan.js';
import { checkBackupFolder } from '../wizard/check-backup-folder.js';
import { sayFailure } from './say-failure.js';

interface BackupPlacesProps {
  places: readonly PlaceNow[];
  refresh: () => Promise<void>;
  onBack: () => void;
}

const MARK = { ready: '●', absent: '▲', 'read-only': '✖' } as const;
const COLOR = { ready: 'green', absent: 'yellow', 'read-only': 'red' } as const;

/** Where backups go, and which of it is there now; the first that is ready is used. */
export function BackupPlaces({ places, refresh, onBack }: BackupPlacesProps) {
  const { folder, say } = useFrame();
  const [at, setAt] = useState(0);
  const [mode, setMode] = useState<'list' | 'add' | 'ask'>('list');
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<Piece[]>([]);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const chosen = places[Math.min(at, places.length - 1)];
  const hasUsb = places.some(({ place }) => place.kind === 'usb');
  const nameOf = ({ place, folder: path }: PlaceNow): string => {
    const kind = say(`cli.backup.place.${place.kind}`);
    return place.kind === 'usb' && path !== null ? `${kind}: ${path}` : (path ?? kind);
  };

  const change = async (work: () => Promise<void>): Promise<void> => {
    setMode('list');
    setNote([]);
    try {
      await work();
      await refresh();
    } catch (error) {
      setNote(sayFailure(error, say));
    }
  };
  const add = async (typed: string): Promise<void> => {
    setBusy(true);
    setProblems({});
    const { fields } = await checkBackupFolder(typed, folder);
    setBusy(false);
    if (fields.length === 0) return change(() => addBackupPlace(folder, typed.trim()));
    setProblems(Object.fromEntries(fields.map((field) => [field.field, sayField(field, say)])));
  };

  useKeys(({ name, text }) => {
    if (mode === 'add') return false;
    if (mode === 'ask') {
      if (name === 'escape') setMode('list');
      else if (name === 'enter' && chosen) {
        const { place } = chosen;
        void change(() => removeBackupPlace(folder, place.kind === 'usb' ? 'usb' : place.path));
      }
      return true;
    }
    if (name === 'escape' || text === 'q') onBack();
    else if (name === 'down') setAt(Math.min(Math.max(0, places.length - 1), at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    else if (text === 'a') {
      setNote([]);
      setProblems({});
      setMode('add');
    } else if (text === 'u' && !hasUsb) void change(() => addBackupPlace(folder, 'usb'));
    else if (text === 'd' && chosen) setMode('ask');
    return true;
  });

  if (mode === 'add') {
    return (
      <Form
        title={[{ text: ` ${say('cli.backupScreen.addTitle')}`, bold: true }]}
        fields={[
          {
            name: 'backupFolder',
            label: say('cli.backup.place.folder'),
            hint: say('cli.wizard.backup.backupFolderHint'),
            kind: 'text',
          },
        ]}
        values={{}}
        problems={problems}
        busy={busy}
        note={busy ? [{ text: ` ${say('cli.form.checking')}`, color: 'cyan' }] : note}
        onSubmit={({ backupFolder = '' }) => void add(backupFolder)}
        onLeave={() => setMode('list')}
      />
    );
  }
  const keys: KeyHint[] =
    mode === 'ask'
      ? [
          ['Enter', say('cli.form.yes')],
          ['Esc', say('cli.form.no')],
        ]
      : [
          ['a', say('cli.backupScreen.keyAddFolder')],
          ...(hasUsb ? [] : ([['u', say('cli.backupScreen.keyAddUsb')]] as const)),
          ...(chosen ? ([['d', say('cli.backupScreen.keyRemovePlace')]] as const) : []),
          ['q', say('cli.form.back')],
        ];
  return (
    <Pane
      body={[
        [{ text: ` ${say('cli.backupScreen.placesTitle')}`, bold: true }],
        [{ text: ` ${say('cli.backupScreen.placesInfo')}`, dim: true }],
        [],
        ...places.map((place, index): Piece[] => [
          { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
          { text: `${MARK[place.state]} `, color: COLOR[place.state] },
          { text: nameOf(place), inverse: index === at },
          { text: `  ${say(`cli.backup.state.${place.state}`)}`, dim: true },
        ]),
        ...(places.length === 0 ? [[{ text: ` ${say('cli.backupScreen.noPlace')}` }]] : []),
      ]}
      note={
        mode === 'ask' && chosen
          ? [
              {
                text: ` ${say('cli.backupScreen.removeAsk', { place: nameOf(chosen) })}`,
                bold: true,
                color: 'yellow',
              },
            ]
          : note
      }
      keys={keys}
    />
  );
}
