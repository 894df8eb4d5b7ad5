#!/usr/bin/env bash
# Signs a request to the HTTP API and sends it.
#
#   api.sh METHOD PATH [BODY] [NAME=VALUE…]     PATH is what follows /apps/{id}; a GET has no BODY
#
# The secret is an argument of openssl, where other users of the machine can see it: for trying things out only.
set -euo pipefail

url=${REVERB_URL:-http://127.0.0.1:8080}
method=$1
path=/apps/$REVERB_APP_ID$2
shift 2
body=
if [ "$method" = POST ]; then
    body=$1
    shift
fi

query=("auth_key=$REVERB_APP_KEY" "auth_timestamp=$(date +%s)" auth_version=1.0 "$@")
[ -z "$body" ] || query+=("body_md5=$(printf %s "$body" | openssl md5 -r | cut -d ' ' -f 1)")
sorted=$(printf '%s\n' "${query[@]}" | LC_ALL=C sort | paste -s -d '&' -)
signature=$(printf '%s\n%s\n%s' "$method" "$path" "$sorted" |
    openssl dgst -sha256 -hmac "$REVERB_APP_SECRET" -r | cut -d ' ' -f 1)

curl -sS -X "$method" ${body:+-H Content-Type:application/json --data-binary "$body"} \
    "$url$path?$sorted&auth_signature=$signature"
