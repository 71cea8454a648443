import { Box, useApp, useInput, useStdout } from 'ink';
import { useEffect, useRef, useState } from 'react';
import { FacilityError } from '../../records/facility-error.js';
import { describeSync, sayTime } from '../../sync/sync-state.js';
import type { Language, Locale, Translate } from '../../templates/locale.js';
import type { AdminStatus, SyncNowAnswer } from '../../node-server/admin/admin-api.js';
import { Row, type Piece } from '../components/row.js';
import { sayError } from '../say-error.js';
import { describeStatus } from '../tasks/describe-status.js';
import { healthRows, spread } from './health-rows.js';
import { useStatus } from './use-status.js';

export interface HealthScreenProps {
  readStatus: () => Promise<AdminStatus>;
  syncNow: () => Promise<SyncNowAnswer>;
  language: Language;
  locale: Locale;
  folder: string;
  /** milliseconds between two looks */
  refreshMs?: number;
}

/** Says on one screen, of at most rows − 1 lines, how the box is; q quits, l switches the language. */
export function HealthScreen(props: HealthScreenProps) {
  const { exit } = useApp();
  const { stdout } = useStdout();
  const [language, setLanguage] = useState(props.language);
  const { status, failure, refresh } = useStatus(props.readStatus, props.refreshMs ?? 2_000);
  const [note, setNote] = useState<((say: Translate, language: Language) => string) | null>(null);
  const syncing = useRef(false);
  const gone = useRef(false);
  useEffect(() => () => void (gone.current = true), []);

  const sendNow = async (): Promise<void> => {
    if (syncing.current) return;
    syncing.current = true;
    setNote(() => (say: Translate) => say('cli.screen.syncing'));
    const told = await props.syncNow().then(
      ({ sync }) =>
        (say: Translate, spoken: Language) =>
          describeSync(sync, spoken, say),
      (thrown: unknown) => (say: Translate, spoken: Language) => {
        const error = asFacilityError(thrown);
        return `${sayError(error, spoken, say).title}: ${error.message}`;
      },
    );
    syncing.current = false;
    if (gone.current) return;
    setNote(() => told);
    await refresh();
  };

  useInput((input, key) => {
    if (input === 'q' || key.escape) exit();
    if (input === 'l') setLanguage((now) => (now === 'hi' ? 'en' : 'hi'));
    if (input === 'r') {
      setNote(null);
      void refresh();
    }
    if (input === 's') void sendNow();
  });

  const say = props.locale.in(language);
  const columns = stdout.columns || 80;
  // A frame as high as the terminal scrolls it by a line at each redraw.
  const rows = Math.min((stdout.rows || 24) - 1, 23);
  const size = { columns, rows: rows - 2 };
  const body =
    failure !== null
      ? failureRows(failure, status, { say, language, columns, folder: props.folder }).slice(0, size.rows)
      : status === null
        ? [[{ text: ` ${say('cli.screen.loading')}` }]]
        : healthRows(describeStatus(status, language, say), say, size);
  const blank = Array.from({ length: Math.max(0, size.rows - body.length) }, (): Piece[] => []);
  const notes: Piece[] = note === null ? [] : [{ text: ` ${note(say, language)}`, color: 'cyan' }];
  return (
    <Box flexDirection="column">
      {[...body, ...blank, notes, keyRow(say)].map((pieces, index) => (
        <Row key={index} pieces={pieces} width={columns} />
      ))}
    </Box>
  );
}

function failureRows(
  failure: unknown,
  last: AdminStatus | null,
  shown: { say: Translate; language: Language; columns: number; folder: string },
): Piece[][] {
  const { say, language } = shown;
  const error = asFacilityError(failure);
  const { title, next } = sayError(error, language, say);
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

function keyRow(say: Translate): Piece[] {
  const keys = [
    ['q', 'keyQuit'],
    ['l', 'keyLanguage'],
    ['r', 'keyRefresh'],
    ['s', 'keySync'],
  ] as const;
  return keys.flatMap(([key, words]): Piece[] => [
    { text: ' ' },
    { text: ` ${key} `, inverse: true },
    { text: ` ${say(`cli.screen.${words}`)}  ` },
  ]);
}

function asFacilityError(thrown: unknown): FacilityError {
  return thrown instanceof FacilityError ? thrown : new FacilityError('internal', String(thrown));
}
