#!/bin/bash
# stage.sh DIRECTORY COMMAND…: runs the command on a stage, for training the agent with its services. What it writes below /etc,
# /run, /srv and /var/lib lands in memory, and the programs of the services are stand-ins that say what those of a healthy node
# say. In a mount and a process namespace of its own (unshare --mount --pid --fork --mount-proc), so that all of it is gone
# when the command ends.
set -euo pipefail
stage=$1
shift
mkdir -p "$stage"
mount -t tmpfs tmpfs "$stage"
mkdir "$stage/bin" "$stage/units"
for folder in /etc /run /srv /var/lib; do
  [ -d "$folder" ] || continue
  mkdir -p "$stage$folder/upper" "$stage$folder/work"
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$stage$folder/upper,workdir=$stage$folder/work" "$folder"
done
for user in www-data mysql; do
  grep -q "^$user:" /etc/passwd || echo "$user:x:61000:61000::/nonexistent:/bin/false" >>/etc/passwd
  grep -q "^$user:" /etc/group || echo "$user:x:61000:" >>/etc/group
done

cat >"$stage/bin/stand-in" <<'S'
#!/bin/sh
stage=${0%/bin/*}
for last; do :; done
pid_file() { # of a unit that has one
  case $1 in
    brume-php-fpm@*) number=${1#*@}; echo "/run/brume-php/fpm-${number%.service}.pid" ;;
    brume-php-nginx.service | brume-php-haproxy.service) name=${1#brume-php-}; echo "/run/brume-php/${name%.service}.pid" ;;
  esac
}
case ${0##*/} in
  systemctl)
    file=$(pid_file "$last")
    case " $* " in
      *" show "*) if [ -e "$stage/units/$last" ]; then echo active; else echo inactive; fi ;;
      *" start "*)
        : >"$stage/units/$last"
        [ -z "$file" ] || { mkdir -p "${file%/*}"; name=${file##*/}; name=${name%.pid}
          case $name in fpm-*) name=php-fpm8.4 ;; esac
          "$stage/bin/$name" as-master </dev/null >/dev/null 2>&1 & echo $! >"$file"; } ;;
      *" reload-or-restart "*) : >"$stage/units/$last"; [ -z "$file" ] || kill -HUP "$(cat "$file")" ;;
      *" stop "*) rm -f "$stage/units/$last"; [ ! -s "$file" ] || kill "$(cat "$file")" || true ;;
    esac ;;
  nginx | haproxy | php-fpm8.4)
    [ "${1:-}" = as-master ] || exit 0          # asked to check a configuration
    trap 'sleep 3600 &' HUP                     # a new worker process
    sleep 3600 &
    while :; do wait; done ;;
  journalctl)
    case " $* " in
      *" --follow "*)
        for n in 1 2 3; do echo "{\"__CURSOR\":\"s=0123456789abcdef;i=$n\",\"MESSAGE\":\"line\"}"; sleep 1; done
        sleep 3600 ;;
    esac ;;
  find) echo /usr/sbin/php-fpm8.4 ;;
  mariadb-install-db)
    for word; do case $word in --datadir=*) mkdir -p "${word#*=}/mysql" ;; esac; done ;;
  mariadb)
    case $(cat) in
      *wsrep_cluster_status*)
        printf '%s\t%s\n' wsrep_cluster_status Primary wsrep_local_state 4 wsrep_ready ON birth done \
          wsrep_cluster_state_uuid 01900000-0000-11f0-8000-000000000001 wsrep_incoming_addresses 127.0.0.1:3306 ;;
    esac ;;
  socat) # what HAProxy says of its servers
    echo '# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,'
    echo 'mysql,n1,0,0,0,1,,9,0,0,0,0,0,0,0,0,0,UP,' ;;
esac
exit 0
S
chmod 755 "$stage/bin/stand-in"
for name in systemctl nginx haproxy php-fpm8.4 find setpriv mariadb-install-db mariadb socat journalctl; do ln -s stand-in "$stage/bin/$name"; done
export PATH=$stage/bin:$PATH BRUME_STAGE=1
exec "$@"
