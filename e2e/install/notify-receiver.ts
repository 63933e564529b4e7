import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// Node can't open a Unix datagram socket; every Debian has Perl. Each message is one line, its assignments parted by tabs.
const RECEIVER = `$| = 1; my $path = $ARGV[0];
socket(S, AF_UNIX, SOCK_DGRAM, 0) && bind(S, pack_sockaddr_un($path)) or die "$path: $!";
print "listening\\n";
while (defined recv(S, my $message, 65536, 0)) { $message =~ s/\\n/\\t/g; print "$message\\n"; }`;

/** What systemd's end of the notify socket would hear, in the order in which it came. */
export interface NotifyReceiver {
  readonly socket: string;
  readonly heard: readonly (readonly string[])[];
  stop(): void;
}

/** Listens on a real datagram socket at `socket`. Null: no Perl on this machine. */
export function receiveNotifications(socket: string): Promise<NotifyReceiver | null> {
  const heard: string[][] = [];
  const child: ChildProcess = spawn('perl', ['-MSocket', '-e', RECEIVER, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    const { stdout } = child;
    if (stdout === null) return resolve(null);
    createInterface(stdout).on('line', (line) => {
      if (line === 'listening') resolve({ socket, heard, stop: () => void child.kill() });
      // systemd-notify's own: it waits until this was read.
      else if (line !== 'BARRIER=1') heard.push(line.split('\t'));
    });
  });
}
