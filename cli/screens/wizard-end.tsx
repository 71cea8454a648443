import { useEffect, useState } from 'react';
import { displayWidth, fit } from '../components/display-width.js';
import { scrollTo } from '../components/form-rows.js';
import { Pane, useFrame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import type { SetUpOutcome } from '../wizard/finish-set-up.js';

/** The passwords, this once, and what to try now. Only Enter leaves: nobody loses them by a slip of the finger. */
export function WizardEnd({ outcome, onRead }: { outcome: SetUpOutcome; onRead: () => void }) {
  const { say, rows } = useFrame();
  const [at, setAt] = useState(0);
  const [read, setRead] = useState(false);
  useEffect(() => {
    // Only once the passwords are off the screen: what stands there at the end stays there.
    if (read) onRead();
  }, [read]);
  const idWidth = Math.max(...outcome.staff.map(({ id }) => displayWidth(id))) + 2;
  const first = outcome.staff[0]?.id ?? '';
  const body: Piece[][] = [
    [
      {
        text: ` ✔ ${say('cli.setup.done', { box: outcome.box, folder: outcome.folder })}`,
        color: 'green',
        bold: true,
      },
    ],
    [],
    [{ text: ` ${say('cli.wizard.end.passwords')}`, bold: true }],
    ...outcome.staff.map(({ id, password }): Piece[] => [
      { text: `   ${fit(id, idWidth)}` },
      { text: ` ${password} `, inverse: true },
    ]),
    [],
    [{ text: ` ${say('cli.wizard.end.test')}`, bold: true }],
    [{ text: `   1. ${say('cli.wizard.end.start', { folder: outcome.folder })}` }],
    [{ text: `   2. ${say('cli.wizard.end.open')}` }],
    ...outcome.addresses.slice(0, 3).map((address): Piece[] => [{ text: `      ${address}`, color: 'cyan' }]),
    ...(outcome.guarded ? [[{ text: `      ${say('cli.wizard.end.pair')}` }]] : []),
    [{ text: `   3. ${say('cli.wizard.end.logIn', { id: first })}` }],
    [{ text: `   4. ${say('cli.wizard.end.print')}` }],
    [{ text: `   5. ${say('cli.wizard.end.cable')}` }],
    [{ text: `   6. ${say('cli.wizard.end.key')}` }],
  ];
  useKeys(({ name }) => {
    if (name === 'enter') setRead(true);
    else if (name === 'down') setAt(Math.min(body.length - 1, at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    return true;
  });
  if (read) return <Pane body={[]} keys={[]} />;
  const isLong = body.length > rows;
  return (
    <Pane
      body={isLong ? scrollTo(body, Math.max(at, rows - 3), rows) : body}
      keys={[
        ['Enter', say('cli.wizard.end.keyRead')],
        ...(isLong ? ([['↑↓', say('cli.form.move')]] as const) : []),
      ]}
    />
  );
}
