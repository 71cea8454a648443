import { useEffect, useState } from 'react';
import { keepRecoveryKey } from '../../node-server/backup/keep-recovery-key.js';
import { recipientFingerprint } from '../../sync/sealed-file/recipient-fingerprint.js';
import type { RecoveryKey } from '../../node-server/backup/recovery-key.js';
import { fit } from '../components/display-width.js';
import { Form } from '../components/form.js';
import { Pane, useFrame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import { qrFits, qrRows } from '../components/qr-rows.js';
import type { Piece } from '../components/row.js';
import { wrapText } from '../components/wrap-text.js';
import { ASKED_WORDS } from '../tasks/asked-words.js';
import { sayFailure } from './say-failure.js';

const LEFT = 40;

interface BackupKeyProps {
  /** there is one already: another one is made only if that is meant */
  hasKey: boolean;
  onBack: (told?: Piece[]) => void;
}

/** Makes the recovery key: its words and QR this once, then some of the words are asked for, and only then it counts. */
export function BackupKey({ hasKey, onBack }: BackupKeyProps) {
  const { folder, say, columns, rows } = useFrame();
  const [step, setStep] = useState<'ask' | 'show' | 'type'>(hasKey ? 'ask' : 'show');
  const [made, setMade] = useState<{ key: RecoveryKey; qr: string[] } | null>(null);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [note, setNote] = useState<Piece[]>([]);

  useEffect(() => {
    if (step !== 'show' || made !== null) return;
    let gone = false;
    const make = async (): Promise<void> => {
      // Drawing and keys take a third of a second to load, which no other screen should wait for.
      const { makeRecoveryKey } = await import('../../node-server/backup/recovery-key.js');
      const key = await makeRecoveryKey();
      const qr = await qrRows(key.words.join(' ').toUpperCase());
      if (!gone) setMade({ key, qr });
    };
    make().catch((error: unknown) => onBack(sayFailure(error, say)));
    return () => void (gone = true);
  }, [step]);

  const keep = async (values: Record<string, string>): Promise<void> => {
    if (made === null) return;
    const { words, recipient } = made.key;
    const wrong = ASKED_WORDS.filter(
      (place) => values[`word-${place}`]?.trim().toLowerCase() !== words[place - 1],
    );
    setProblems(
      Object.fromEntries(wrong.map((place) => [`word-${place}`, say('cli.backup.key.wrong', { place })])),
    );
    if (wrong.length > 0) return;
    try {
      await keepRecoveryKey(folder, recipient);
      const fingerprint = recipientFingerprint(recipient);
      onBack([{ text: ` ${say('cli.backupScreen.keyKept', { fingerprint })}`, color: 'green' }]);
    } catch (error) {
      setNote(sayFailure(error, say));
    }
  };

  useKeys(({ name }) => {
    if (step === 'type') return false;
    if (name === 'escape') onBack();
    else if (name === 'enter' && step === 'ask') setStep('show');
    else if (name === 'enter' && made !== null) setStep('type');
    return true;
  });

  if (step === 'ask') {
    return (
      <Pane
        body={[
          [{ text: ` ${say('cli.backupScreen.newKey')}`, bold: true }],
          [],
          ...wrapText(say('cli.backupScreen.newKeyWarn'), columns - 2).map((text): Piece[] => [
            { text: ` ${text}` },
          ]),
        ]}
        keys={[
          ['Enter', say('cli.backupScreen.keyAnother')],
          ['Esc', say('cli.form.back')],
        ]}
      />
    );
  }
  if (step === 'show' || made === null) {
    return (
      <Pane
        body={
          made === null
            ? [[{ text: ` ${say('cli.form.wait')}` }]]
            : keyRows(made, say, { columns, rows: rows - 1 })
        }
        keys={[
          ['Enter', say('cli.backupScreen.keyWritten')],
          ['Esc', say('cli.backupScreen.keyDrop')],
        ]}
      />
    );
  }
  return (
    <Form
      title={[{ text: ` ${say('cli.backupScreen.typeTitle')}`, bold: true }]}
      fields={ASKED_WORDS.map((place) => ({
        name: `word-${place}`,
        label: say('cli.backupScreen.word', { place }),
        kind: 'text' as const,
      }))}
      values={{}}
      problems={problems}
      note={note}
      onSubmit={(values) => void keep(values)}
      onLeave={() => {
        setProblems({});
        setStep('show');
      }}
    />
  );
}

/** The words in the order in which they are written down, beside them the same as a QR code where that has room. */
function keyRows(
  { key, qr }: { key: RecoveryKey; qr: string[] },
  say: (key: string) => string,
  room: { columns: number; rows: number },
): Piece[][] {
  const isBeside = qrFits(qr, { left: LEFT, ...room });
  const words = key.words.map((word, index) => `   ${String(index + 1).padStart(2)}. ${word}`);
  const left = [
    '',
    ...words,
    '',
    ...wrapText(say('cli.backupScreen.safe'), (isBeside ? LEFT : room.columns) - 3).map((text) => ` ${text}`),
  ];
  const lines = isBeside ? Math.max(left.length, qr.length) : left.length;
  return [
    [{ text: ` ${say('cli.backupScreen.write')}`, bold: true }],
    ...Array.from({ length: lines }, (_, index): Piece[] => [
      { text: isBeside ? fit(left[index] ?? '', LEFT) : (left[index] ?? ''), bold: true },
      ...(isBeside ? [{ text: qr[index] ?? '', onWhite: true }] : []),
    ]),
  ];
}
