import type { ComponentType } from 'react';
import type { AdminStatus } from '../../node-server/admin/admin-api.js';
import { BackupScreen } from './backup-screen.js';
import { DevicesScreen } from './devices-screen.js';
import { DoctorScreen } from './doctor-screen.js';
import { HealthScreen } from './health-screen.js';
import { LogScreen } from './log-screen.js';
import { ReportsScreen } from './reports-screen.js';
import { StaffScreen } from './staff-screen.js';
import { SyncScreen } from './sync-screen.js';

/** One place of the operator's terminal. It reads its words, its room and the folder with `useFrame()`. */
export interface ScreenEntry {
  /** the key that opens it from everywhere but a form */
  key: string;
  /** its name in the line on top, a key of the locales */
  title: string;
  component: ComponentType;
  /** false: not listed. `status` is null while the server does not answer. */
  available?: (status: AdminStatus | null) => boolean;
}

/** In the order of the line on top. The first is where one starts, and where `q` leads back to. */
export const SCREENS: readonly ScreenEntry[] = [
  { key: '1', title: 'cli.frame.health', component: HealthScreen },
  { key: '2', title: 'cli.frame.staff', component: StaffScreen },
  { key: '3', title: 'cli.frame.sync', component: SyncScreen },
  { key: '4', title: 'cli.frame.doctor', component: DoctorScreen },
  { key: '5', title: 'cli.frame.logs', component: LogScreen },
  { key: '6', title: 'cli.frame.devices', component: DevicesScreen },
  { key: '7', title: 'cli.frame.backup', component: BackupScreen },
  { key: '8', title: 'cli.frame.reports', component: ReportsScreen },
];
