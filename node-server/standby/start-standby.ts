import type { ServerRoute } from '@hapi/hapi';
import type { StopAnswer } from '../admin/admin-api.js';
import { serveAdmin } from '../admin/admin-server.js';
import { standbyFolder } from '../box-folder/folder-errors.js';
import { Follower, type FollowState } from './follower.js';

export interface RunningStandby {
  follower: Follower;
  stop: () => Promise<void>;
}

export interface StandbyOptions {
  folder: string;
  now?: () => number;
  onError?: (error: unknown) => void;
}

/** A spare box: follows the main one and answers its operator on the admin socket. */
export async function startStandby(options: StandbyOptions): Promise<RunningStandby> {
  const { folder, onError = () => undefined } = options;
  const follower = await Follower.open(options);
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= end());
  const end = async (): Promise<void> => {
    await follower.stop();
    await admin.stop();
  };
  const routes: ServerRoute[] = [
    { method: 'GET', path: '/standby', handler: (): FollowState => follower.state() },
    {
      method: 'POST',
      path: '/stop',
      handler(request): StopAnswer {
        request.raw.res.once('close', () => void stop().catch(onError));
        return { stopping: true };
      },
    },
    {
      method: '*',
      path: '/{any*}',
      handler: () => {
        throw standbyFolder(folder);
      },
    },
  ];
  const admin = await serveAdmin({ folder, routes, onError }).catch(async (error: unknown) => {
    await follower.stop();
    throw error;
  });
  return { follower, stop };
}
