#!/bin/bash
# Makes the root of a small server and becomes its systemd. To be run by `unshare`, as PID 1 of namespaces of its own:
# nothing here is seen outside, and nothing outside is changed: the machine's /usr is read-only, all else is new.
#
# usage: boot.sh ROOT OUT NODE FILES
#   ROOT   an empty folder to mount on     OUT    a folder that both sides see, as /out; its try.sh is run
#   NODE   Node's program, as npm would install it  FILES  a folder that is copied over the root
set -eu
root=$1 out=$2 node=$3 files=$4

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$root"
cd "$root"
mkdir -p usr etc/systemd/system var/lib var/cache var/log var/tmp run proc sys dev tmp opt/causeway/node/bin root home out old
for folder in bin sbin lib lib64; do ln -s usr/$folder $folder; done
mount --bind /usr usr
mount -o remount,bind,ro usr
mount -t tmpfs -o mode=755 tmpfs usr/local/bin
for file in passwd group shadow nsswitch.conf ssl os-release ld.so.cache ld.so.conf ld.so.conf.d login.defs pam.d; do
  [ ! -e /etc/$file ] || cp -a /etc/$file etc/
done
echo '127.0.0.1 localhost' >etc/hosts
echo 0123456789abcdef0123456789abcdef >etc/machine-id

mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
  touch dev/$device
  mount --bind /dev/$device dev/$device
done
mkdir dev/shm dev/pts
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd

mount --bind "$out" out
cp "$node" opt/causeway/node/bin/node
ln -s /opt/causeway/node/bin/node usr/local/bin/node
cp -a "$files"/. .

# Of the machine's own units only the journal; a unit that does what is to be tried, then ends it all.
for unit in usr/lib/systemd/system/{sysinit,sockets,timers,multi-user,network-online}.target.wants/*; do
  case ${unit##*/} in systemd-journald* | '*') ;; *) ln -sf /dev/null "etc/systemd/system/${unit##*/}" ;; esac
done
for unit in systemd-networkd systemd-networkd-wait-online NetworkManager-wait-online ifupdown-wait-online; do
  ln -sf /dev/null etc/systemd/system/$unit.service
done
cat >etc/systemd/system/try.service <<UNIT
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
TimeoutStartSec=170
ExecStart=/bin/bash -c 'exec /bin/bash /out/try.sh >/out/said 2>&1'
ExecStopPost=/bin/systemctl poweroff -ff
UNIT

pivot_root . old
cd /
umount -l /old
mount --make-rshared /
export container=causeway-test
exec /usr/lib/systemd/systemd --system --unit=try.service --log-target=journal
