import { useApp } from 'ink';
import { useCallback, useMemo, useState } from 'react';
import type { BoxPicture } from '../../central/monitor/box-book.js';
import type { HistoryDay } from '../../central/monitor/box-history.js';
import type { StandingAlert } from '../../central/monitor/box-row.js';
import { BOX_FILTERS, isShown, worstFirst, type BoxFilter } from '../../central/monitor/order-boxes.js';
import { pictureWarnings } from '../../central/monitor/picture-warnings.js';
import type { Language, Locale } from '../../templates/locale.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { MonitorBox } from './monitor-box.js';
import { boxListRows, monitorTop } from './monitor-rows.js';
import { OwnFrame } from './own-frame.js';
import { sayFailure } from './say-failure.js';
import { useAnswer } from './use-answer.js';

export interface MonitorProps {
  read: () => Promise<BoxPicture>;
  readHistory: (box: string) => Promise<HistoryDay[]>;
  acknowledge: (alert: StandingAlert, note: string) => Promise<void>;
  language: Language;
  locale: Locale;
  /** milliseconds between two looks */
  refreshMs?: number;
}

/** All boxes of the centre on one terminal, worst first; one of them with its alerts; acknowledging an alert. */
export function MonitorScreen(props: MonitorProps) {
  const { read, locale, refreshMs = 5_000 } = props;
  const { exit } = useApp();
  const [language, setLanguage] = useState(props.language);
  const [open, setOpen] = useState<string | null>(null);
  const [filter, setFilter] = useState<BoxFilter>('all');
  /** by its name: boxes change their places while one looks */
  const [chosen, setChosen] = useState<string | null>(null);
  const { answer: picture, failure, refresh } = useAnswer(read, refreshMs);
  const say = useMemo(() => locale.in(language), [locale, language]);
  const telling = { say, language, now: picture?.at ?? 0 };
  const row = picture?.rows.find(({ box }) => box === open);
  const warning = picture === null ? undefined : pictureWarnings(picture, telling)[0];
  const note: Piece[] =
    failure !== null
      ? sayFailure(failure, say)
      : warning === undefined
        ? []
        : [{ text: ` ▲ ${warning}`, color: 'yellow' }];

  return (
    <OwnFrame
      folder=""
      language={language}
      locale={locale}
      tall
      top={(columns) => monitorTop(picture, telling, columns)}
      onKey={({ name, text }) => {
        if (text === 'l') setLanguage((now) => (now === 'hi' ? 'en' : 'hi'));
        else if (text === 'r') void refresh();
        else if (open !== null && (text === 'q' || name === 'escape')) setOpen(null);
        // Escape leads back, and from the list there is no way back.
        else if (text === 'q') exit();
      }}
    >
      {row ? (
        <MonitorBox {...props} row={row} now={telling.now} note={note} onChanged={refresh} />
      ) : (
        <BoxList
          picture={picture}
          note={note}
          {...{ filter, setFilter, chosen, setChosen }}
          onOpen={setOpen}
        />
      )}
    </OwnFrame>
  );
}

interface BoxListProps {
  picture: BoxPicture | null;
  note: Piece[];
  filter: BoxFilter;
  setFilter: (filter: BoxFilter) => void;
  chosen: string | null;
  setChosen: (box: string) => void;
  onOpen: (box: string) => void;
}

function BoxList({ picture, note, filter, setFilter, chosen, setChosen, onOpen }: BoxListProps) {
  const { say, language, columns, rows: room } = useFrame();
  const rows = useMemo(
    () => worstFirst(picture?.rows ?? []).filter((row) => isShown(row, filter)),
    [picture, filter],
  );
  const at = Math.max(
    0,
    rows.findIndex(({ box }) => box === chosen),
  );
  const go = useCallback(
    (to: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (next) setChosen(next.box);
    },
    [rows, setChosen],
  );
  const [isTold, setIsTold] = useState(false);
  useKeys(({ name, text }) => {
    setIsTold(text === 'a');
    if (name === 'down') go(at + 1);
    else if (name === 'up') go(at - 1);
    else if (name === 'pageDown') go(at + room - 2);
    else if (name === 'pageUp') go(at - room + 2);
    else if (name === 'enter') {
      const box = rows[at]?.box;
      if (box === undefined) return true;
      setChosen(box);
      onOpen(box);
    } else if (text === 'f') {
      setFilter(BOX_FILTERS[(BOX_FILTERS.indexOf(filter) + 1) % BOX_FILTERS.length] ?? 'all');
    } else return text === 'a';
    return true;
  });
  const telling = { say, language, now: picture?.at ?? 0 };
  const body: Piece[][] =
    picture === null
      ? [[{ text: ` ${say('boxes.asking')}` }]]
      : rows.length === 0
        ? [[{ text: ` ${say(picture.rows.length === 0 ? 'boxes.noBoxes' : 'boxes.noneHere')}` }]]
        : boxListRows(rows, at, { ...telling, columns, room });
  const keys: KeyHint[] = [
    ['↑↓', say('cli.form.choose')],
    ['Enter', say('boxes.keys.open')],
    ['f', say('boxes.keys.filter', { filter: say(`boxes.filter.${filter}`) })],
    ['l', say('cli.screen.keyLanguage')],
    ['q', say('cli.screen.keyQuit')],
  ];
  const told: Piece[] = [{ text: ` ${say('boxes.openFirst')}`, color: 'yellow' }];
  return <Pane body={body} note={isTold ? told : note} keys={keys} />;
}
