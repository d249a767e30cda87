#!/bin/sh
# Makes a checkout ready: on Debian and its kin installs what crivet needs beside Node (containerd with an OCI
# runtime and CNI plugins for private runtimes, Go for the workload), then the npm packages, then builds.
# Does only what is not done yet. With the argument `test` also what only crivet's own tests use.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

has() { command -v "$1" >/dev/null 2>&1; }

has_cni() {
  for dir in /opt/cni/bin /usr/lib/cni /usr/libexec/cni /usr/local/lib/cni; do
    [ -x "$dir/bridge" ] && [ -x "$dir/host-local" ] && [ -x "$dir/loopback" ] && return 0
  done
  return 1
}

node_is_new_enough() {
  has node && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
}

packages=''
has containerd && has containerd-shim-runc-v2 || packages="$packages containerd"
has runc || packages="$packages runc"
has_cni || packages="$packages containernetworking-plugins"
has iptables || packages="$packages iptables"
has ip || packages="$packages iproute2"
if [ "${1:-}" = test ]; then
  has xmllint || packages="$packages libxml2-utils"
  has python3 || packages="$packages python3"
  has skopeo || packages="$packages skopeo"
  has docker-registry || packages="$packages docker-registry"
fi
has go || [ -x /usr/local/go/bin/go ] || packages="$packages golang-go"

if ! node_is_new_enough; then
  echo "crivet: Node.js 20.19 or newer is needed, here is $(node --version 2>/dev/null || echo none): see https://nodejs.org" >&2
  exit 1
fi

if [ -n "$packages" ]; then
  if ! has apt-get; then
    echo "crivet: missing, by the names of their Debian packages:$packages" >&2
    echo 'crivet: this is no Debian: install them with the package manager of this system' >&2
    exit 1
  fi
  sudo=''
  if [ "$(id -u)" != 0 ]; then
    has sudo || { echo "crivet: missing:$packages; run this script as root" >&2; exit 1; }
    sudo=sudo
  fi
  echo "crivet: installing$packages"
  $sudo apt-get update -q
  # shellcheck disable=SC2086 # one word per package
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
fi

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo 'crivet: installing the npm packages'
  npm ci --no-audit --no-fund
fi

npm run --silent build
