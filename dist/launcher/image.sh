# image.sh: brume image build.

main_image() {
  [ "${1:-}" = build ] || fail "brume image knows one verb here: build." "brume image build --help shows its switches."
  shift
  case " $* " in *' --help '* | *' -h '*) image_usage; exit 0 ;; esac
  image_choose "$@"
  if [ "$IMAGE_IMPORT" = yes ]; then
    prerequisites
    phase "network and storage" site_prepare
  else
    preflight; lock
    if [ -n "$(packages_missing)" ]; then phase "packages" packages_install; fi
  fi
  if [ "$IMAGE_WITH_AGENT" = yes ] && ! java_is_built; then jdk_find; [ -z "$JDK" ] || phase "build" java_build; fi
  image_build
  if [ "$IMAGE_IMPORT" = yes ]; then
    phase "image: to the daemon" image_import "$IMAGE_FILE" "$IMAGE_META" "$(image_fingerprint)"
    echo "${IMAGE_SERVICES[*]}" >"$IMAGE_CHOICE"
  fi
  echo "image     $IMAGE_FILE ($(human_bytes "$(stat -c %s "$IMAGE_FILE")")), services: ${IMAGE_SERVICES[*]}, Debian $IMAGE_SUITE"
  echo "versions  ${BASE_FILE%.squashfs}.manifest"
  echo "SHA-256   $(image_fingerprint)"
}
