import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** File systems that encrypt by themselves. */
const ENCRYPTED = new Set(['ecryptfs', 'fuse.gocryptfs', 'fuse.encfs', 'fuse.cryfs']);

/**
 * Whether the disk under a folder is encrypted by the system (dm-crypt, LUKS). null where this cannot be seen: another
 * system than Linux, a network or layered file system, a virtual machine's or a disk's own encryption.
 *
 * @param root of `/proc` and `/sys`, for tests
 */
export async function diskEncrypted(folder: string, root = '/'): Promise<boolean | null> {
  try {
    const mounts = await readFile(join(root, 'proc/self/mountinfo'), 'utf8');
    const mount = mountOf(await realpath(folder), mounts);
    if (!mount) return null;
    if (ENCRYPTED.has(mount.type)) return true;
    // Major 0: no block device of its own (overlay, NFS, tmpfs, ZFS, btrfs).
    if (mount.device.startsWith('0:')) return null;
    return await encryptedBelow(join(root, 'sys/dev/block', mount.device));
  } catch {
    return null;
  }
}

interface Mount {
  point: string;
  /** `major:minor` */
  device: string;
  type: string;
}

/** proc(5): id, parent, major:minor, root, mount point, options, optional fields, `-`, type, source, options. */
function mountOf(path: string, mountinfo: string): Mount | undefined {
  const mounts = mountinfo.split('\n').flatMap((line): Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , device, , point] = before.split(' ');
    const [type] = after.split(' ');
    return device && point && type ? [{ device, point: unescape(point), type }] : [];
  });
  return mounts
    .filter(({ point }) => path === point || path.startsWith(point === '/' ? '/' : `${point}/`))
    .reduce<Mount | undefined>(
      (best, one) => (best && best.point.length > one.point.length ? best : one),
      undefined,
    );
}

/** `\040` is a space. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

/** The device itself, or one of those that it is built from (LVM on LUKS, RAID). */
async function encryptedBelow(device: string): Promise<boolean> {
  const uuid = await readFile(join(device, 'dm/uuid'), 'utf8').catch(() => '');
  if (uuid.startsWith('CRYPT-')) return true;
  const slaves = await readdir(join(device, 'slaves')).catch(() => []);
  if (slaves.length === 0) return false;
  const found = await Promise.all(slaves.map((name) => encryptedBelow(join(device, 'slaves', name))));
  return found.every(Boolean);
}
