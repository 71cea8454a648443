import { render } from 'ink';
import { MonitorScreen, type MonitorProps } from './monitor-screen.js';

/** Opens the monitor on this terminal; resolves when it is quit. */
export async function openMonitor(props: MonitorProps): Promise<void> {
  const app = render(<MonitorScreen {...props} />, { exitOnCtrlC: false });
  await app.waitUntilExit();
}
