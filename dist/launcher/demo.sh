# demo.sh: up, and WordPress from its manifest.

main_demo() {
  local site example=$BRUME_ROOT/examples/wordpress
  output_option "$@"
  up
  FIRST=$(first_password)
  THERE=no
  if demo_is_there "$example/manifest.json"; then THERE=yes; fi
  [ "$THERE" = yes ] || phase "WordPress archive" "$example/make-archive.sh"
  phase "WordPress" demo_deploy "$example/manifest.json"
  site=$(cat "$BRUME_HOME/.site"); rm -f "$BRUME_HOME/.site"
  phase "first page" demo_answers "$site"
  if [ "$OUTPUT" = json ]; then
    result_json "$site"
  else
    echo "site      $site"
    echo "director  $(director_url)"
    [ -z "$FIRST" ] || echo "first administrator (shown once)  $FIRST"
    echo "phases    $(phases_json)"
    echo "ready after $(seconds_since "$STARTED_AT") s; install WordPress at ${site%/}/wp-admin/install.php"
  fi
  # kept until it was shown: what comes before may fail
  forget_first_password
}

demo_is_there() { # demo_is_there MANIFEST: its application
  local CLI
  cli_command
  BRUME_HOME=$BRUME_HOME "${CLI[@]}" app show "$(jq -r .Application "$1")" -o json >/dev/null 2>&1
}

# demo_deploy MANIFEST: deploys unless the application is there, and leaves the address of its php service.
demo_deploy() {
  local CLI name
  cli_command
  export BRUME_HOME
  name=$(jq -r .Application "$1")
  if [ "$THERE" = yes ]; then
    note "$name is there already"
    "${CLI[@]}" app start "$name" -o json >/dev/null
  else
    "${CLI[@]}" app deploy "$1" -o json >/dev/null
  fi
  "${CLI[@]}" app show "$name" -o json >"$BRUME_HOME/.app"
  (umask 077; jq -er '[.services[] | select(.type == "php") | .url // empty][0]' "$BRUME_HOME/.app" >"$BRUME_HOME/.site")
  rm -f "$BRUME_HOME/.app"
}

demo_answers() { # the page itself, not only a port
  local code
  for _ in $(seq 100); do
    code=$(curl -s -o /dev/null --max-time 5 -w '%{http_code}' "$1" || true)
    case $code in 200 | 302) note "HTTP $code"; return 0 ;; esac
    sleep 0.2
  done
  echo "$1 answers $code"
  return 1
}
