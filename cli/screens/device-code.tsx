import { useCallback, useEffect, useState } from 'react';
import type { LanStatus } from '../../node-server/lan/lan-admin-routes.js';
import type { PairingCode } from '../../node-server/devices/device-admin-routes.js';
import { bigLetters } from '../components/big-letters.js';
import { fit } from '../components/display-width.js';
import { Pane, useFrame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import { qrFits, qrRows } from '../components/qr-rows.js';
import type { Piece } from '../components/row.js';
import { wrapText } from '../components/wrap-text.js';
import { listDevices } from '../tasks/manage-devices.js';
import { trustAddress } from '../tasks/manage-lan.js';
import { useAnswer } from './use-answer.js';

const LEFT = 36;
const SECOND = 1_000;

export interface DeviceCodeProps {
  made: PairingCode;
  lan: LanStatus;
  /** devices that were there before the code */
  known: readonly string[];
  /** a device has come in by it */
  onPaired: (name: string) => void;
  onLeave: () => void;
}

/** A code to be typed on the device: big, with the time it has left, where to open the page, and the trust words. */
export function DeviceCode({ made, lan, onPaired, onLeave, ...props }: DeviceCodeProps) {
  const { folder, say, columns, rows, status } = useFrame();
  // As it was at first: the list behind hears of the new one, too.
  const [known] = useState(props.known);
  const [began] = useState(() => performance.now());
  const [left, setLeft] = useState(made.minutes * 60);
  const [qr, setQr] = useState<string[]>([]);
  const address = trustAddress(lan) ?? status?.addresses.at(-1) ?? '';

  useEffect(() => {
    const timer = setInterval(() => {
      setLeft(Math.max(0, made.minutes * 60 - Math.floor((performance.now() - began) / SECOND)));
    }, SECOND);
    return () => clearInterval(timer);
  }, [made, began]);
  useEffect(() => {
    let gone = false;
    if (address !== '') void qrRows(address).then((drawn) => !gone && setQr(drawn));
    return () => void (gone = true);
  }, [address]);
  const { answer } = useAnswer(
    useCallback(() => listDevices(folder), [folder]),
    2_000,
  );
  const come = answer?.devices.find(({ device, state }) => state === 'paired' && !known.includes(device));
  useEffect(() => {
    if (come) onPaired(come.name);
  }, [come?.device]);

  useKeys(({ name, text }) => {
    if (name === 'escape' || name === 'enter' || text === 'q') onLeave();
    return true;
  });

  const isOver = left === 0;
  const [first = '', second = ''] = made.code.split('-');
  const how = wrapText(say('cli.devicesScreen.how'), LEFT - 2);
  const leftLines: Piece[][] = [
    ...(isOver ? [] : [...bigLetters(first), '', ...bigLetters(second)]).map((text): Piece[] => [
      { text: ` ${text}`, color: 'cyan', bold: true },
    ]),
    [],
    [
      isOver
        ? { text: ` ${say('cli.devicesScreen.over')}`, color: 'red', bold: true }
        : { text: ` ${made.code}   ${say('cli.devicesScreen.left', { time: clock(left) })}`, bold: true },
    ],
    ...how.map((text): Piece[] => [{ text: ` ${text}`, dim: true }]),
  ];
  const words = lan.certificate?.words;
  const foot: Piece[][] = [
    [{ text: ` ${address}`, bold: true }],
    ...(words === undefined ? [] : wrapText(say('cli.lan.words', { words }), columns - 2)).map(
      (text): Piece[] => [{ text: ` ${text}` }],
    ),
  ];
  const room = rows - 1 - foot.length;
  const isBeside = qrFits(qr, { left: LEFT, columns, rows: room });
  const body: Piece[][] = [
    [{ text: ` ${say('cli.devicesScreen.codeFor', { name: made.name })}`, bold: true }],
    ...Array.from({ length: room }, (_, index): Piece[] =>
      beside(leftLines[index] ?? [], isBeside ? qr[index] : undefined),
    ),
    ...foot,
  ];
  return <Pane body={body} keys={[['q', say('cli.form.back')]]} />;
}

/** Text in the left columns, a line of the QR in the right ones. */
function beside(left: Piece[], qr: string | undefined): Piece[] {
  const text = left.map((piece) => piece.text).join('');
  if (qr === undefined) return left;
  return [
    { ...left[0], text: fit(text, LEFT) },
    { text: qr, onWhite: true },
  ];
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
