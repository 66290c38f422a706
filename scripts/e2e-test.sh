#!/bin/sh
# The way of a first call, from outside, with curl: starts a system of its own on free ports (or takes the one that
# AEGIS_STACK_FILE describes), calls through the gateway, and compares what the admin service counted.
set -eu
cd "$(dirname "$0")/.."

node=node_modules/node/bin/node
[ -x "$node" ] || { echo "Run npm start or npm test once first: it installs what is needed." >&2; exit 1; }
command -v curl >/dev/null || { echo "curl is needed." >&2; exit 1; }

directory=$(mktemp -d)
starter=
finish() {
  status=$?
  if [ -n "$starter" ]; then kill -INT "$starter" 2>/dev/null && wait "$starter" || true; fi
  if [ "$status" -eq 0 ]; then rm -rf "$directory"; else echo "Logs: $directory" >&2; fi
  exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM

file=${AEGIS_STACK_FILE:-}
if [ -z "$file" ]; then
  node stack/bootstrap.mjs build
  "$node" stack/dist/main.js start --data-dir "$directory/data" --free-ports >"$directory/start.log" 2>&1 &
  starter=$!
  tries=0
  until grep -q '^Aegis is running' "$directory/start.log"; do
    kill -0 "$starter" 2>/dev/null || { cat "$directory/start.log" >&2; exit 1; }
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { echo "Aegis did not start within a minute." >&2; exit 1; }
    sleep 0.1
  done
  file=$directory/data/stack.json
fi

field() { "$node" -p "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))$1" "$file"; }
# curl resolves *.localhost by itself in newer versions only: address and Host work everywhere.
gateway=$("$node" -p "'http://127.0.0.1:' + new URL(process.argv[1]).port" "$(field .gateway)")
admin=$("$node" -p "'http://127.0.0.1:' + new URL(process.argv[1]).port" "$(field .admin)")
dashboard=$("$node" -p "'http://127.0.0.1:' + new URL(process.argv[1]).port" "$(field .dashboard)")
host=$(field .app.host)
key=$(field .api_key)
jwt=$(field .jwt)
token=$(field .customer.token)

passed=0
failed=0
check() { # what, expected, found
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
    echo "ok      $1"
  else
    failed=$((failed + 1))
    echo "FAILED  $1: expected $2, found $3"
  fi
}
status() { curl -s -o "$directory/body" -D "$directory/head" -w '%{http_code}' "$@"; }
code() { "$node" -p "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8')).code" "$directory/body"; }
through() { path=$1; shift; status -H "Host: $host" "$gateway$path" "$@"; }

check 'a call with the key' 200 "$(through / -H "X-API-Key: $key")"
check 'the same key as a bearer' 200 "$(through / -H "Authorization: Bearer $key")"
check 'the backend is told which app' 1 "$(grep -c '"environment": "production"' "$directory/body")"
check 'a POST with a body arrives whole' 200 "$(through /echo -H "X-API-Key: $key" -d 'hello=there')"
check '… with what was sent' 1 "$(grep -c 'hello=there' "$directory/body")"
check "a call with a user's token" 200 "$(through / -H "Authorization: Bearer $jwt")"
check '… tells the backend whose' 1 "$(grep -c '"tenant": "acme"' "$directory/body")"
check 'a token whose claims were changed' 401 "$(through / -H "Authorization: Bearer ${jwt%%.*}.e30.${jwt##*.}")"
check 'no key' 401 "$(through /)"
check '… is said with its code' missing_credentials "$(code)"
check '… as problem+json' 1 "$(grep -ci '^content-type: application/problem+json' "$directory/head")"
last=$(printf %s "$key" | tail -c 1)
wrong=$(printf %s "$key" | sed 's/.$//')$([ "$last" = A ] && echo B || echo A)
check 'a wrong character' 401 "$(through / -H "X-API-Key: $wrong")"
check '… is found by the checksum' malformed_key "$(code)"
check 'an unknown host' 404 "$(status -H 'Host: nobody.localhost' "$gateway/")"
check '… is said with its code' unknown_host "$(code)"
check 'an ambiguous path' 400 "$(through /a%2fb -H "X-API-Key: $key")"
through /echo -H "X-API-Key: $key" -H 'X-Aegis-Tenant: globex' >/dev/null
check 'identity that a client sends does not pass' 0 "$(grep -c globex "$directory/body")"

over=0
for _ in $(seq 1 640); do
  if [ "$(through / -H "X-API-Key: $key")" = 429 ]; then over=1; break; fi
done
check 'the limit of 600 a minute ends in 429' 1 "$over"
check '… with Retry-After' 1 "$(grep -ci '^retry-after:' "$directory/head")"

check 'the admin service lives' 200 "$(status "$admin/health")"
check 'the dashboard answers' 200 "$(status "$dashboard/")"
check 'the API wants a token' 401 "$(status "$dashboard/api/v1/apps")"
check 'the customer sees the app' 200 "$(status "$dashboard/api/v1/apps" -H "Authorization: Bearer $token")"
check '… its own' 1 "$(grep -c "\"$(field .app.id)\"" "$directory/body")"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
