import { useEffect, useState } from 'react';
import type { RestoreResult } from '../../node-server/restore/restore-facility.js';
import { Pane, useFrame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { wrapText } from '../components/wrap-text.js';
import { restoreLines } from '../restore-lines.js';

const TESTS = ['start', 'logIn', 'patient', 'stock', 'print', 'devices', 'backup'] as const;

/** What was made, the password if one was, and what to try before the first patient. Only Enter leaves. */
export function RestoreEnd({ result, onRead }: { result: RestoreResult; onRead: () => void }) {
  const { folder, say, columns } = useFrame();
  const [read, setRead] = useState(false);
  useEffect(() => {
    // Only once the password is off the screen: what stands there at the end stays there.
    if (read) onRead();
  }, [read]);
  useKeys(({ name }) => {
    if (name === 'enter') setRead(true);
    return true;
  });
  if (read) return <Pane body={[]} keys={[]} />;
  const [made = '', ...others] = restoreLines(result, folder, say);
  const wrapped = (text: string, look: Partial<Piece>, first = ' ', other = first): Piece[][] =>
    wrapText(text, columns - first.length - 1).map((line, index): Piece[] => [
      { text: `${index === 0 ? first : other}${line}`, ...look },
    ]);
  const password = result.admin?.password;
  return (
    <Pane
      body={[
        ...wrapped(`✔ ${made}`, { color: 'green', bold: true }),
        ...others.flatMap((text) =>
          wrapped(
            text,
            password !== undefined && text.includes(password) ? { color: 'yellow', bold: true } : {},
          ),
        ),
        [],
        [{ text: ` ${say('cli.wizard.end.test')}`, bold: true }],
        ...TESTS.flatMap((test, index) =>
          wrapped(say(`cli.restoreScreen.test-${test}`), {}, `   ${index + 1}. `, '      '),
        ),
      ]}
      keys={[['Enter', say('cli.restoreScreen.keyRead')]]}
    />
  );
}
