#!/usr/bin/env bash
# Builds the reference of the deep-learning library from its documentation comments: FOLDER/documentation/deeplearning.
#
#   Scripts/docs.sh FOLDER      after `make build`
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${1:?the folder to write to}

graphs=$(mktemp -d)
trap 'rm -r "$graphs"' EXIT
maps=()
for map in Sources/C*/module.modulemap; do maps+=(-Xcc "-fmodule-map-file=$PWD/$map"); done
swift symbolgraph-extract -module-name DeepLearning -I .build/release/Modules "${maps[@]}" \
  -target "$(swift -print-target-info | python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["triple"])')" \
  -minimum-access-level public -skip-synthesized-members -output-dir "$graphs"
docc convert Sources/DeepLearning/DeepLearning.docc --additional-symbol-graph-dir "$graphs" --output-path "$folder" \
  --fallback-display-name DeepLearning --fallback-bundle-identifier quire.DeepLearning
