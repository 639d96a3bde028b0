# jdk.sh: a JDK 25: the user's, or Debian 13's package; on Debian 12 the same package unpacked under /opt/brume, beside the
# system, with the C library that it was built for (Debian 12's is too old for it, and a newer one must not be mixed in).

JDK=
JDK_OWN=/opt/brume/jdk-25

# jdk_find: sets JDK to the home of a JDK 25 with a compiler and jlink, empty when there is none.
jdk_find() {
  local home
  JDK=
  for home in "${BRUME_JDK:-}" "${JAVA_HOME:-}" "$JDK_OWN" /usr/lib/jvm/*/ "$(dirname "$(dirname "$(readlink -f "$(command -v javac 2>/dev/null)" 2>/dev/null)")")"; do
    home=${home%/}
    if [ -x "$home/bin/javac" ] && [ -x "$home/bin/jlink" ] && grep -qs '^JAVA_VERSION="25[".]' "$home/release"; then JDK=$home; return; fi
  done
}

jdk_install() {
  if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    remember_before
    apt_run install --no-install-recommends openjdk-25-jdk-headless
    remember_after
  else
    jdk_unpack
  fi
}

# The package's files and the libraries they link to; the programs are told to load those and nothing of the system's.
jdk_unpack() {
  local work=$BRUME_CACHE/jdk-25 home loader file new=$JDK_OWN.new
  has_suite trixie || { echo "This Debian has no JDK 25 and the mirror $(mirror) has no Debian 13 to take it from. Install a JDK 25 and set JAVA_HOME."; return 1; }
  command -v patchelf >/dev/null || { remember_before; apt_run install --no-install-recommends patchelf; remember_after; }
  rm -rf "$work/debs" "$work/root" "$new"
  fetch_debs trixie "$work/debs" openjdk-25-jdk-headless openjdk-25-jre-headless \
    libc6 libgcc-s1 libstdc++6 zlib1g liblcms2-2 libjpeg62-turbo libpcsclite1
  for file in "$work"/debs/*.deb; do dpkg-deb --extract "$file" "$work/root"; done
  mkdir -p "$(dirname "$JDK_OWN")"
  home=$(echo "$work"/root/usr/lib/jvm/java-25-openjdk-*)
  mv "$home" "$new"
  mkdir -p "$new/sysroot"
  cp -a "$work"/root/usr/lib/*-linux-gnu/. "$new/sysroot/"
  # configuration files are links into /etc/java-25-openjdk
  find "$new" -type l -lname '/etc/java-25-openjdk/*' | while IFS= read -r file; do
    cp --remove-destination "$work/root$(readlink "$file")" "$file"
  done
  loader=$(find "$new/sysroot" -name 'ld-linux-*.so.*' | head -n 1)
  loader=$JDK_OWN/${loader#"$new"/}
  for file in "$new"/bin/* "$new"/lib/jspawnhelper "$new"/lib/jexec; do
    [ ! -f "$file" ] || ! patchelf --print-interpreter "$file" >/dev/null 2>&1 \
      || patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$JDK_OWN/lib:$JDK_OWN/lib/server:$JDK_OWN/sysroot" "$file"
  done
  rm -rf "$JDK_OWN"
  mv "$new" "$JDK_OWN"
  remember_file "$JDK_OWN"
  jdk_trust
  rm -rf "$work"
  "$JDK_OWN/bin/java" -version
}

# The machine's own certificate authorities, the ones that its administrator added included.
jdk_trust() {
  local store=$JDK_OWN/lib/security/cacerts
  rm -f "$store"
  if [ -s /etc/ssl/certs/java/cacerts ]; then ln -s /etc/ssl/certs/java/cacerts "$store"
  else "$JDK_OWN/bin/java" "$DIST/launcher/TrustStore.java" /etc/ssl/certs/ca-certificates.crt "$store"; fi
}
