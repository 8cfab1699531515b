#!/bin/sh
# Becomes a command that sees the machine's programs, its working folder at /work, and nothing else.
# Runs as root of a user namespace, in new namespaces of mounts, network, processes, IPC and host name.
set -eu
umask 022

# Mounted over, never written to: the old /tmp is out of sight already.
new=/tmp
mount -t tmpfs -o mode=755,size=16m sandbox "$new"
for folder in usr etc etc/containers proc sys dev dev/pts dev/mqueue run var work old; do
  mkdir "$new/$folder"
done
mkdir -m 1777 "$new/tmp" "$new/var/tmp" "$new/dev/shm"
# By where we are and not by its path: the folders above may be closed to this user.
mount -c --rbind . "$new/work"
for name in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then
    cp -P "/$name" "$new/$name"
  elif [ -d "/$name" ]; then
    mkdir "$new/$name"
    mount --rbind "/$name" "$new/$name"
  fi
done
mount --rbind /usr "$new/usr"
mount -t proc proc "$new/proc"
for node in null zero full random urandom; do
  : >"$new/dev/$node"
  mount --bind "/dev/$node" "$new/dev/$node"
done
ln -s /proc/self/fd "$new/dev/fd"
if [ -e /etc/ld.so.cache ]; then
  cp /etc/ld.so.cache "$new/etc/"
fi
if [ -d "$new/work/etc" ]; then
  cp "$new"/work/etc/* "$new/etc/containers/"
fi
echo 'root:x:0:0:root:/work/home:/bin/sh' >"$new/etc/passwd"
echo 'root:x:0:' >"$new/etc/group"
echo '127.0.0.1 localhost' >"$new/etc/hosts"
: >"$new/etc/resolv.conf"
cd "$new"
pivot_root . old
cd /work
umount -l /old
rmdir /old
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/work/home TMPDIR=/work/tmp LC_ALL=C.UTF-8 TZ=UTC \
  prlimit --core=0 --nproc=4096 --fsize=8589934592 "$@"
