import { useCallback, useState } from 'react';
import type { DeviceState } from '../../node-server/devices/device-book.js';
import type { PairingCode } from '../../node-server/devices/device-admin-routes.js';
import type { LanStatus } from '../../node-server/lan/lan-admin-routes.js';
import { Form } from '../components/form.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { listDevices, makePairingCode, revokeDevice } from '../tasks/manage-devices.js';
import { readLanStatus } from '../tasks/manage-lan.js';
import { DeviceCode } from './device-code.js';
import { deviceRows } from './device-rows.js';
import { problemsOf, sayFailure } from './say-failure.js';
import { useAnswer } from './use-answer.js';

type Mode =
  | { kind: 'list' }
  | { kind: 'name'; problems: Record<string, string> }
  | { kind: 'code'; made: PairingCode; lan: LanStatus }
  | { kind: 'ask'; device: DeviceState };

/** Which phones and computers the box lets in: a code for a new one, and closing one that was lost. */
export function DevicesScreen() {
  const { folder, say, language, rows } = useFrame();
  const [mode, setMode] = useState<Mode>({ kind: 'list' });
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<Piece[]>([]);
  const { answer, failure, refresh } = useAnswer(
    useCallback(() => listDevices(folder), [folder]),
    3_000,
  );
  const devices = answer?.devices ?? [];
  const chosen = devices[Math.min(at, devices.length - 1)];
  const good = (text: string): void => setNote([{ text: ` ${text}`, color: 'green' }]);

  const makeCode = async (name: string): Promise<void> => {
    setBusy(true);
    setNote([]);
    try {
      const [made, lan] = await Promise.all([makePairingCode(folder, name), readLanStatus(folder)]);
      setMode({ kind: 'code', made, lan });
    } catch (error) {
      setMode({ kind: 'name', problems: problemsOf(error, say) });
      setNote(sayFailure(error, say));
    }
    setBusy(false);
  };
  const close = async ({ device, name }: DeviceState): Promise<void> => {
    setMode({ kind: 'list' });
    try {
      await revokeDevice(folder, device);
      await refresh();
      good(say('cli.devicesScreen.closed', { name }));
    } catch (error) {
      setNote(sayFailure(error, say));
    }
  };

  useKeys(({ name, text }) => {
    if (mode.kind === 'ask') {
      if (name === 'enter') void close(mode.device);
      else if (name === 'escape') setMode({ kind: 'list' });
      return true;
    }
    if (mode.kind !== 'list') return false;
    if (name === 'down') setAt(Math.min(Math.max(0, devices.length - 1), at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    else if (text === 'n' && answer?.pairing === true) {
      setNote([]);
      setMode({ kind: 'name', problems: {} });
    } else if (text === 'd' && chosen?.state === 'paired') {
      setNote([]);
      setMode({ kind: 'ask', device: chosen });
    } else return false;
    return true;
  });

  if (mode.kind === 'name') {
    return (
      <Form
        title={[{ text: ` ${say('cli.devicesScreen.newTitle')}`, bold: true }]}
        fields={[
          {
            name: 'name',
            label: say('cli.devicesScreen.label'),
            hint: say('cli.devicesScreen.nameHint'),
            kind: 'text',
          },
        ]}
        values={{}}
        problems={mode.problems}
        busy={busy}
        note={busy ? [{ text: ` ${say('cli.form.wait')}`, color: 'cyan' }] : note}
        onSubmit={({ name = '' }) => void makeCode(name.trim())}
        onLeave={() => {
          setNote([]);
          setMode({ kind: 'list' });
        }}
      />
    );
  }
  if (mode.kind === 'code') {
    return (
      <DeviceCode
        made={mode.made}
        lan={mode.lan}
        known={devices.map(({ device }) => device)}
        onPaired={(name) => {
          setMode({ kind: 'list' });
          good(say('cli.devicesScreen.paired', { name }));
          void refresh();
        }}
        onLeave={() => setMode({ kind: 'list' })}
      />
    );
  }
  const asking: Piece[] =
    mode.kind === 'ask'
      ? [
          {
            text: ` ${say('cli.devicesScreen.ask', { name: mode.device.name })}`,
            bold: true,
            color: 'yellow',
          },
        ]
      : failure !== null
        ? sayFailure(failure, say)
        : note;
  const keys: KeyHint[] =
    mode.kind === 'ask'
      ? [
          ['Enter', say('cli.form.yes')],
          ['Esc', say('cli.form.no')],
        ]
      : [
          ...(devices.length > 0 ? ([['↑↓', say('cli.form.choose')]] as const) : []),
          ...(answer?.pairing === true ? ([['n', say('cli.devicesScreen.keyNew')]] as const) : []),
          ...(chosen?.state === 'paired' ? ([['d', say('cli.devicesScreen.keyRemove')]] as const) : []),
          ['q', say('cli.form.back')],
        ];
  const body: Piece[][] =
    answer === null
      ? [[{ text: ` ${say('cli.screen.loading')}` }]]
      : !answer.pairing
        ? [
            [{ text: ` ▲ ${say('cli.devicesScreen.off')}`, color: 'yellow' }],
            [{ text: ` → ${say('cli.devicesScreen.offNext')}`, bold: true }],
          ]
        : devices.length === 0
          ? [[{ text: ` ${say('cli.devicesScreen.none')}` }]]
          : deviceRows(devices, at, { say, language, rows });
  return <Pane body={body} note={asking} keys={keys} />;
}
