# shellcheck shell=sh
# Sourced: Debian packages without installing any. apt works on a private root, with the Debian mirror that this
# machine already uses. The caller defines skip, which says why nothing can be had, and ends.

# private_apt ROOT LOG SUITE...: after it, apt-get sees these suites and nothing else, and ROOT/debs is there.
private_apt() {
  root=$1
  apt_log=$2
  shift 2
  for tool in apt-get dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 || skip "no $tool here"
  done
  # The first configured Debian archive that is not a security, updates or backports suite.
  # shellcheck disable=SC2016  # the names are apt's, not the shell's
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN) $(COMPONENT)' 'Created-By: Packages' |
    awk '$3 == "Debian" && $4 == "main" && $2 !~ /-/ { print $1; exit }')
  [ -n "$mirror" ] || skip "apt knows no Debian mirror (run apt-get update)"
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$keyring" ] || skip "no $keyring; install debian-archive-keyring"

  mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial" "$root/debs" "$root/empty"
  for suite in "$@"; do
    echo "deb [signed-by=$keyring] $mirror $suite main"
  done >"$root/sources.list"
  cat >"$root/apt.conf" <<CONF
Dir::State "$root/state";
Dir::State::status "/dev/null";
Dir::Cache "$root/cache";
Dir::Etc::sourcelist "$root/sources.list";
Dir::Etc::sourceparts "$root/empty";
Dir::Etc::preferencesparts "$root/empty";
APT::Sandbox::User "";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
Acquire::Languages "none";
CONF
  APT_CONFIG="$root/apt.conf"
  export APT_CONFIG
  apt-get -qq update >>"$apt_log" 2>&1 || skip "the Debian mirror did not answer (see $apt_log)"
}
