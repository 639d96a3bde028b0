#!/bin/bash
# customize.sh ROOT: turns a fresh Debian tree into the services image: own files in, nothing started that no role asked
# for, and nothing left that differs from one build to the next.
set -euo pipefail
root=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
units=$root/etc/systemd/system
: "${SOURCE_DATE_EPOCH:?}"

own_files() {
  cp -R --preserve=mode "$here/rootfs/." "$root/"
  chmod -R go-w,a+rX "$root/usr/lib/brume" "$units"/brume-*.service "$root/etc/systemd/journald.conf.d"
}

# Debian enables what it installs; here the agent starts what a role needs, so every link goes and ours come.
start_only_ours() {
  find "$units" -mindepth 1 -maxdepth 1 -type d \( -name '*.wants' -o -name '*.requires' \) -exec rm -rf {} +
  find "$units" -mindepth 1 -maxdepth 1 -type l -delete
  mkdir -p "$units/sysinit.target.wants"
  ln -s ../brume-address.service ../brume-agent.service "$units/sysinit.target.wants/"
  ln -s /usr/lib/systemd/system/multi-user.target "$units/default.target"
  find "$root"/etc/rc?.d -type l -name 'S*' -delete 2>/dev/null || true
}

# Units that belong to real machines, or that would take a service's port (mariadb.socket holds 3306).
mask() {
  local unit
  for unit in \
    mariadb.socket mariadb-extra.socket 'mariadb@.socket' 'mariadb-extra@.socket' \
    systemd-modules-load.service systemd-sysctl.service systemd-logind.service systemd-binfmt.service \
    systemd-update-utmp.service systemd-user-sessions.service systemd-random-seed.service \
    systemd-networkd.service systemd-networkd.socket systemd-timesyncd.service \
    console-getty.service 'getty@.service' 'serial-getty@.service' getty-static.service \
    dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
    sys-fs-fuse-connections.mount proc-sys-fs-binfmt_misc.automount \
    ldconfig.service systemd-journal-catalog-update.service systemd-update-done.service systemd-sysusers.service \
    systemd-hwdb-update.service \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer logrotate.timer \
    systemd-tmpfiles-clean.timer phpsessionclean.timer man-db.timer
  do ln -sfn /dev/null "$units/$unit"; done
}

# Every instance must be born with an identity of its own, and know no other machine's.
forget_identity() {
  rm -f "$root"/etc/ssh/ssh_host_* "$root/var/lib/dbus/machine-id" "$root/etc/resolv.conf" "$root/var/lib/systemd/random-seed"
  rm -f "$root"/etc/ssl/private/ssl-cert-snakeoil.key "$root"/etc/ssl/certs/ssl-cert-snakeoil.pem
  : >"$root/etc/machine-id"        # empty: made at boot, and not a "first boot" (no presets)
  rm -f "$root/etc/hostname"       # the container's own name stays
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts"
  rm -rf "$root/var/lib/mysql" && mkdir -p "$root/var/lib/mysql"
  ! grep -q '^mysql:' "$root/etc/passwd" || chroot "$root" chown mysql:mysql /var/lib/mysql
  rm -f "$root/etc/localtime" && cp "$root/usr/share/zoneinfo/Etc/UTC" "$root/etc/localtime" 2>/dev/null || true
}

# Logs, caches, backups and clocks: the only things that differ between two builds from the same packages.
same_every_time() {
  local day=$((SOURCE_DATE_EPOCH / 86400))
  find "$root/var/log" -type f -delete
  find "$root/var/cache/apt" "$root/var/lib/apt/lists" -type f -delete
  rm -rf "$root"/var/cache/{ldconfig/aux-cache,debconf/*-old,man} "$root"/var/lib/dpkg/*-old "$root"/var/backups/*
  rm -f "$root"/etc/{passwd,group,shadow,gshadow,subuid,subgid}- "$root/etc/.pwd.lock"
  rm -rf "$root"/tmp/* "$root"/var/tmp/* "$root"/run/*
  find "$root/dev" -mindepth 1 -delete   # the container's host fills it; not every build machine may make devices
  sed -i -E "s/^([^:]*:[^:]*:)[0-9]*:/\1$day:/" "$root/etc/shadow"
  touch --date="@$SOURCE_DATE_EPOCH" "$root/dev"
  find "$root" -xdev -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

own_files
start_only_ours
mask
forget_identity
same_every_time
