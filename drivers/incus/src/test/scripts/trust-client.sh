#!/bin/sh
# trust-client.sh add SOCKET PROJECT FOLDER     makes a client certificate in FOLDER and has the daemon trust it for PROJECT only
# trust-client.sh remove SOCKET FOLDER          takes the trust back
#
# For the tests of HTTPS, on a daemon of Incus or LXD that may be changed: its core.https_address is set already. Prints what the tests read
# from the environment. Needs openssl and curl.
set -eu

die() { echo "trust-client.sh: $*" >&2; exit 1; }
api() { # METHOD PATH [BODY]
    curl -sS --unix-socket "$socket" -X "$1" "http://daemon$2" ${3:+-H 'Content-Type: application/json' -d "$3"}
}

case ${1:-} in
add)
    [ $# -eq 4 ] || die "usage: trust-client.sh add SOCKET PROJECT FOLDER"
    socket=$2 project=$3 folder=$4
    server=$(api GET /1.0)
    address=$(printf %s "$server" | sed -n 's/.*"addresses":\["\([^"]*\)".*/\1/p')
    [ -n "$address" ] || die "the daemon at $socket does not listen for HTTPS (core.https_address)"
    mkdir -p "$folder"
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=brume-test \
        -keyout "$folder/client.key" -out "$folder/client.crt" 2>/dev/null
    der=$(openssl x509 -in "$folder/client.crt" -outform der | base64 | tr -d '\n')
    answer=$(api POST /1.0/certificates \
        "{\"type\":\"client\",\"name\":\"brume-test\",\"restricted\":true,\"projects\":[\"$project\"],\"certificate\":\"$der\"}")
    case $answer in *'"type":"error"'*) die "the daemon refuses the certificate: $answer" ;; esac
    printf %s "$server" | sed -n 's/.*"certificate":"\([^"]*\)".*/\1/p' | sed 's/\\n/\
/g' > "$folder/server.crt"
    echo "BRUME_TEST_URL=https://$address"
    echo "BRUME_TEST_CERTIFICATE=$folder/client.crt"
    echo "BRUME_TEST_KEY=$folder/client.key"
    echo "BRUME_TEST_SERVER_CERTIFICATE=$folder/server.crt"
    ;;
remove)
    [ $# -eq 3 ] || die "usage: trust-client.sh remove SOCKET FOLDER"
    socket=$2 folder=$3
    fingerprint=$(openssl x509 -in "$folder/client.crt" -outform der | openssl dgst -sha256 -r | cut -d ' ' -f 1)
    api DELETE "/1.0/certificates/$fingerprint" > /dev/null
    rm -f "$folder/client.key" "$folder/client.crt" "$folder/server.crt"
    ;;
*)
    die "usage: trust-client.sh add SOCKET PROJECT FOLDER | remove SOCKET FOLDER"
    ;;
esac
