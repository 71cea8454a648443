/** What the system says of disks and mounts; tests give their own. */
export interface DiskFacts {
  /** the text of /proc/mounts */
  mounts: string;
  /** by name under /sys/block (`sda`): the text of its `removable`, and where its link leads */
  disks: Record<string, { removable: string; path: string }>;
}

export interface Stick {
  /** where it is mounted */
  path: string;
  device: string;
  readOnly: boolean;
}

/** Mounted USB sticks and memory cards, in order of mounting; never what the system itself runs from. */
export function findSticks({ mounts, disks }: DiskFacts): Stick[] {
  const all = mounts.split('\n').flatMap((line) => {
    const [device = '', path = '', , options = ''] = line.split(' ').map(unescaped);
    return device.startsWith('/dev/') ? [{ device, path, readOnly: options.split(',').includes('ro') }] : [];
  });
  const own = new Set(all.filter(({ path }) => isSystem(path)).map(({ device }) => diskOf(device, disks)));
  const seen = new Set<string>();
  return all.filter(({ device, path }) => {
    const disk = diskOf(device, disks);
    if (seen.has(device) || own.has(disk) || isSystem(path)) return false;
    const facts = disks[disk];
    // A USB hard disk calls itself fixed; its place on the bus tells.
    const movable = facts?.removable.trim() === '1' || facts?.path.includes('/usb') === true;
    if (!movable && !/^\/(media|run\/media)\//.test(path)) return false;
    seen.add(device);
    return true;
  });
}

function isSystem(path: string): boolean {
  return path === '/' || /^\/(boot|efi|usr|var|home|nix|snap)(\/|$)/.test(path);
}

/** `/dev/sdb1` lies on `sdb`, `/dev/mmcblk1p1` on `mmcblk1`. */
function diskOf(device: string, disks: DiskFacts['disks']): string {
  const name = device.slice('/dev/'.length);
  if (name in disks) return name;
  const disk = /^(.*\d)p\d+$/.exec(name)?.[1] ?? name.replace(/\d+$/, '');
  return disk;
}

/** A space in a path stands as `\040`. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}
