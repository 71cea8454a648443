import { useState } from 'react';
import type { ImportResult } from '../../node-server/stick/stick-api.js';
import { Form } from '../components/form.js';
import { JobView } from '../components/job-view.js';
import { useFrame } from '../components/frame.js';
import type { Piece } from '../components/row.js';
import { saySize } from '../say-size.js';
import { exportToStick, importFromStick } from '../tasks/carry-sticks.js';
import { sayFailure } from './say-failure.js';

const WAYS = ['write', 'write-papers', 'take'] as const;

/** Sync by hand: writes what waits onto a stick for the centre, or takes in the centre's answer. */
export function SyncStick({ onBack }: { onBack: (told?: Piece[]) => void }) {
  const { folder, say } = useFrame();
  const [asked, setAsked] = useState<{ way: string; place: string | undefined } | null>(null);
  const [values, setValues] = useState<Record<string, string>>({});
  const [note, setNote] = useState<Piece[]>([]);
  const words = (key: string): string => say(`cli.syncStick.${key}`);

  const ask = (typed: Record<string, string>): void => {
    setValues(typed);
    const place = (typed['place'] ?? '').trim();
    setAsked({ way: typed['way'] ?? 'write', place: place === '' ? undefined : place });
  };
  const failed = (error: unknown): void => {
    setAsked(null);
    setNote(error === null ? [{ text: ` ${words('cancelled')}`, color: 'yellow' }] : sayFailure(error, say));
  };
  const good = (text: string): void => onBack([{ text: ` ${text}`, color: 'green' }]);
  const taken = ({ files, waiting }: ImportResult): void => {
    const n = files.reduce((sum, { news }) => sum + news, 0);
    const receipt = files.findLast((one) => one.receipt !== null)?.receipt;
    good(
      receipt
        ? say(`cli.stick.outcome.${receipt.outcome}`, { n: receipt.agrees ?? 0 })
        : say('cli.syncStick.taken', { n, waiting }),
    );
  };

  if (asked?.way === 'take') {
    return (
      <JobView
        title={words('takeTitle')}
        start={() => importFromStick(folder, asked.place)}
        onDone={taken}
        onFailed={failed}
      />
    );
  }
  if (asked) {
    return (
      <JobView
        title={words('writeTitle')}
        start={() => exportToStick(folder, asked.place, asked.way === 'write-papers')}
        onDone={({ records, bytes }) => good(say('cli.syncStick.written', { records, size: saySize(bytes) }))}
        onFailed={failed}
      />
    );
  }
  return (
    <Form
      title={[{ text: ` ${words('title')}`, bold: true }]}
      info={[[{ text: ` ${words('info')}` }], [{ text: ` ${words('info2')}` }], []]}
      fields={[
        {
          name: 'way',
          label: words('way'),
          kind: 'one',
          options: WAYS.map((value) => ({ value, label: words(`way-${value}`) })),
        },
        { name: 'place', label: words('place'), hint: words('placeHint'), kind: 'text' },
      ]}
      values={{ way: 'write', ...values }}
      problems={{}}
      note={note}
      onSubmit={ask}
      onLeave={() => onBack()}
    />
  );
}
