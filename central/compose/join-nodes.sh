#!/bin/sh
# Makes one cluster of the three nodes of compose.yaml; run once, with the .env beside this file. Safe to run again:
# a node that has joined answers that it has.
set -eu
cd "$(dirname "$0")"
. ./.env

setup() {
  curl --silent --show-error --user "admin:$COUCHDB_PASSWORD" --header 'Content-Type: application/json' \
    --data "$1" http://127.0.0.1:5984/_cluster_setup
}

account="\"username\": \"admin\", \"password\": \"$COUCHDB_PASSWORD\""
for node in couchdb2.inside couchdb3.inside; do
  setup "{\"action\": \"enable_cluster\", \"bind_address\": \"0.0.0.0\", \"port\": 5984, \"node_count\": \"3\", $account,
    \"remote_node\": \"$node\", \"remote_current_user\": \"admin\", \"remote_current_password\": \"$COUCHDB_PASSWORD\"}"
  setup "{\"action\": \"add_node\", \"host\": \"$node\", \"port\": 5984, $account}"
done
setup '{"action": "finish_cluster"}'
curl --silent --show-error --user "admin:$COUCHDB_PASSWORD" http://127.0.0.1:5984/_membership
