/** What the unit is made of. */
export interface ServiceOptions {
  /** path of Node's program */
  node: string;
  /** path of `dist/cli/main.js` */
  main: string;
  /** data folder */
  folder: string;
  /** name or number of the user who owns it */
  user: string;
}

/**
 * The systemd unit (systemd.service(5), systemd.exec(5)) of a box: begins with the machine, comes back after a crash,
 * writes to its data folder and to sticks only.
 */
export function serviceUnit({ node, main, folder, user }: ServiceOptions): string {
  return `[Unit]
Description=Nadi, the health centre's server
# A box without a clock battery gets its time from the line first, where there is one.
After=network.target time-sync.target
Wants=time-sync.target
StartLimitIntervalSec=0

[Service]
Type=simple
User=${user}
ExecStart=${quote(node)} ${quote(main)} start --data ${quote(folder)}
Restart=on-failure
RestartSec=5
TimeoutStopSec=60
UMask=0077
NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=true
ReadWritePaths=${quote(folder)} -/media -/mnt -/run/media
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectControlGroups=true
RestrictSUIDSGID=true
LockPersonality=true
MemoryMax=1G

[Install]
WantedBy=multi-user.target
`;
}

/** Quoted, with `%` doubled: systemd takes it for the start of a specifier. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/%/g, '%%').replace(/\$/g, '$$$$')}"`;
}
