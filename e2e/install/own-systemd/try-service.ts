import type { Document } from '../document.ts';

/** Locks the engine's file until it is ended, as a disk does that takes nothing any more. */
const LOCK = `const { DatabaseSync } = require('node:sqlite');
const file = new DatabaseSync('/var/lib/causeway/engine.sqlite');
file.exec('BEGIN IMMEDIATE');
setInterval(() => undefined, 1000);`;

/**
 * The script of what is tried under a real systemd: the document's commands as they stand, and between them what came of
 * each, as facts. The watchdog's minute is shortened by a drop-in, the document's way to change the unit.
 */
export function serviceScript(document: Document): string {
  const follow = (name: string) => `( set -euo pipefail\n${document.take('systemd', name)}\n) || fact failed '${name}'`;
  const show = (property: string) => `$(systemctl show -p ${property} --value causeway)`;
  return `
fact() { printf '%s=%s\\n' "$1" "$(printf '%s' "$2" | tr '\\n' ' ')" >>/out/facts; }
until_true() { for _ in $(seq 150); do eval "$1" && return 0; sleep 0.4; done; fact failed "$1"; }
set -x
${follow('user')}
${follow('ownership')}
chmod 0700 /etc/causeway/secrets
mkdir -p /etc/systemd/system/causeway.service.d
printf '[Service]\\nWatchdogSec=6\\nRestartSec=2\\n' >/etc/systemd/system/causeway.service.d/quick.conf
${follow('service')}
pid=${show('MainPID')}
fact active "$(systemctl is-active causeway)"
fact status "${show('StatusText')}"
fact user "$(ps -o user= -p $pid)"
fact sandbox "$(grep -E '^(CapBnd|NoNewPrivs|Seccomp):' /proc/$pid/status | tr -d '\\t')"
fact healthy "$(curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8787/healthz)"
setpriv --reuid=causeway --regid=causeway --clear-groups cat /etc/causeway/secrets/erp-client && fact failed 'secrets are private'
fact state "$(stat -c '%U %a' /var/lib/causeway /var/lib/causeway/engine.sqlite)"

# A disk that takes nothing: no ping, the watchdog's end, a new start.
node -e "${LOCK.replaceAll('"', '\\"')}" & locker=$!
until_true 'journalctl -u causeway -o cat | grep -q "Watchdog timeout"'
fact unwell yes
kill $locker
until_true '[ "$(systemctl is-active causeway)" = active ] && [ "$(systemctl show -p NRestarts --value causeway)" -ge 1 ]'
fact again "$(curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8787/healthz)"
[ ${show('MainPID')} != $pid ] || fact failed 'another process'

# Fed again, thrice, it stays.
pid=${show('MainPID')}
for _ in 1 2 3; do
  fed=${show('WatchdogTimestampMonotonic')}
  until_true '[ "$(systemctl show -p WatchdogTimestampMonotonic --value causeway)" != $fed ]'
done
fact stays "$([ ${show('MainPID')} = $pid ] && echo yes)"
${follow('restart')}
${follow('restart with the new unit')}
fact restarted "$(systemctl is-active causeway)"

# A mistake in the configuration is no reason to try again and again.
cp /etc/causeway/causeway.json /tmp/; echo '{' >/etc/causeway/causeway.json
systemctl restart causeway
fact mistake "$(systemctl is-failed causeway) ${show('ExecMainStatus')}"
cp /tmp/causeway.json /etc/causeway/causeway.json
systemctl restart causeway
systemctl stop causeway
fact stopped "${show('Result')} ${show('ExecMainStatus')}"
${follow('take the service away')}
rm -r /etc/systemd/system/causeway.service.d
fact left "$(find /etc -name '*causeway*' -not -path '/etc/causeway*'; grep -l causeway /etc/passwd)"
journalctl -u causeway -o cat --no-pager
`;
}
