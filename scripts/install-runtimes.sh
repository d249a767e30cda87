#!/bin/sh
# Installs, for the matrix, the runtimes that package managers have: Debian's newer containerd packages into
# DIR/containerd-VERSION/bin, the newest containerd by the Go client, and crun, conmon by apt-get. Needs root and Go.
set -eu
dir=${1:?usage: scripts/install-runtimes.sh DIR}
NEWEST_CONTAINERD=v2.4.2
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
  containerd runc crun conmon containernetworking-plugins iptables iproute2 skopeo

# The same mirror as this machine's own packages, with lists of its own: the system stays what it is.
site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v -- '-security' | head -n 1)
lists="$dir/.apt"
mkdir -p "$lists/lists/partial" "$lists/archives/partial"
for suite in trixie forky; do
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $suite main"
done > "$lists/sources.list"
apt() {
  apt-get -q -o Dir::Etc::sourcelist="$lists/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$lists/lists" -o Dir::Cache::archives="$lists/archives" "$@"
}
apt update
for suite in trixie forky; do
  (cd "$lists" && rm -f containerd_*.deb && apt download "containerd/$suite")
  package=$(ls "$lists"/containerd_*.deb)
  version=$(dpkg-deb -f "$package" Version | sed 's/[~+-].*//')
  rm -rf "$lists/unpacked"
  dpkg -x "$package" "$lists/unpacked"
  mkdir -p "$dir/containerd-$version/bin"
  cp "$lists"/unpacked/usr/bin/* "$dir/containerd-$version/bin/"
done

GOBIN="$dir/containerd-${NEWEST_CONTAINERD#v}/bin" go install -tags no_btrfs \
  "github.com/containerd/containerd/v2/cmd/containerd@$NEWEST_CONTAINERD" \
  "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2@$NEWEST_CONTAINERD" \
  "github.com/containerd/containerd/v2/cmd/ctr@$NEWEST_CONTAINERD"
GOBIN="$dir/bin" go install sigs.k8s.io/cri-tools/cmd/crictl@latest

rm -rf "$lists"
echo "runtimes are in $dir: npm run matrix -- --runtimes $dir"
