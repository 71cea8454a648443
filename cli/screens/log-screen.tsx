import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogLevel, LogLine } from '../../node-server/read-log.js';
import { sayTime } from '../../sync/sync-state.js';
import { Pane, useFrame } from '../components/frame.js';
import { fit } from '../components/display-width.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { atLevel, readLogs } from '../tasks/read-logs.js';
import { sayFailure } from './say-failure.js';

const LEVELS: readonly LogLevel[] = ['info', 'warn', 'error'];
const COLOR: Record<LogLevel, Pick<Piece, 'color' | 'dim'>> = {
  info: { dim: true },
  warn: { color: 'yellow' },
  error: { color: 'red' },
};
/** Lines that are kept to page back in. */
const KEPT = 1_000;

/** The log's last lines; follows what comes until one pages back. */
export function LogScreen() {
  const { folder, say, language, rows } = useFrame();
  const [lines, setLines] = useState<LogLine[] | null>(null);
  const [level, setLevel] = useState<LogLevel>('info');
  /** lines between the end and the last one shown; 0 follows */
  const [back, setBack] = useState(0);
  const [note, setNote] = useState<Piece[]>([]);
  const next = useRef('');
  const gone = useRef(false);

  const look = useCallback(async (): Promise<void> => {
    try {
      const page = await readLogs(folder, next.current);
      if (gone.current) return;
      next.current = page.next;
      setLines((known) =>
        page.lines.length === 0 && known ? known : [...(known ?? []), ...page.lines].slice(-KEPT),
      );
      setNote([]);
    } catch (error) {
      if (!gone.current) setNote(sayFailure(error, say));
    }
  }, [folder, language, say]);
  useEffect(() => {
    gone.current = false;
    let timer: NodeJS.Timeout | undefined;
    const again = (): void => {
      void look().then(() => {
        if (!gone.current) timer = setTimeout(again, 1_500);
      });
    };
    again();
    return () => {
      gone.current = true;
      clearTimeout(timer);
    };
  }, [look]);

  const shown = atLevel(lines ?? [], level);
  const room = rows - 2;
  const most = Math.max(0, shown.length - room);
  const at = Math.min(back, most);
  useKeys(({ name, text }) => {
    if (name === 'up') setBack(Math.min(most, at + 1));
    else if (name === 'down') setBack(Math.max(0, at - 1));
    else if (name === 'pageUp') setBack(Math.min(most, at + room));
    else if (name === 'pageDown') setBack(Math.max(0, at - room));
    else if (text === 'f') setBack(0);
    else if (text === 'e') setLevel((now) => LEVELS[(LEVELS.indexOf(now) + 1) % LEVELS.length] ?? 'info');
    else return false;
    return true;
  });

  const body: Piece[][] =
    lines === null
      ? [[{ text: ` ${say('cli.screen.loading')}` }]]
      : [
          [
            { text: ` ${say(`cli.logs.level-${level}`)}`, bold: true },
            { text: ` · ${say(at === 0 ? 'cli.logs.follows' : 'cli.logs.back', { n: at })}`, dim: true },
          ],
          ...(shown.length === 0 ? [[{ text: ` ${say('cli.logs.none')}`, dim: true }]] : []),
          ...shown
            .slice(Math.max(0, shown.length - at - room), shown.length - at)
            .map((line): Piece[] => [
              { text: ` ${fit(sayTime(line.at, language), 15)} `, dim: true },
              { text: fit(say(`cli.logs.${line.level}`), 8), ...COLOR[line.level] },
              { text: `${line.message} ` },
              { text: line.detail, dim: true },
            ]),
        ];
  return (
    <Pane
      body={body}
      note={note}
      keys={[
        ['↑↓', say('cli.logs.keyBack')],
        ['e', say('cli.logs.keyLevel')],
        ['f', say('cli.logs.keyFollow')],
        ['q', say('cli.form.back')],
      ]}
    />
  );
}
