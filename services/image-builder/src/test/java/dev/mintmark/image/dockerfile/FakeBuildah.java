package dev.mintmark.image.dockerfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * A program with buildah's command line that does as a test says: a shell script makes the root
 * file system in {@code rootfs}, or whatever else.
 */
public final class FakeBuildah {
  private static final String SCRIPT =
      """
      #!/bin/sh
      set -eu
      if [ "$1" = --version ]; then
        echo 'buildah version 9.9.9 (image-spec 1.0)'
        exit
      fi
      cd /work/tmp
      mkdir -p rootfs
      config='{}'
      case $1 in
        pull) echo image ;;
        tag) ;;
        bud)
          %s
          ;;
        push)
          for out; do :; done
          out=${out#dir:}
          mkdir "$out"
          tar --sort=name --numeric-owner -C rootfs -cf layer.tar .
          diff=$(sha256sum layer.tar | cut -d' ' -f1)
          mv layer.tar "$out/$diff"
          printf '{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin","ZONE=%%s"]},"rootfs":{"type":"layers","diff_ids":["sha256:%%s"]}}' \\
            "$(cat zone 2>/dev/null || true)" "$diff" >config
          config=$(sha256sum config | cut -d' ' -f1)
          printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%%s","size":%%s},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:%%s","size":%%s}]}' \\
            "$config" "$(stat -c %%s config)" "$diff" "$(stat -c %%s "$out/$diff")" >"$out/manifest.json"
          mv config "$out/$config"
          %s
          ;;
      esac
      """;

  private FakeBuildah() {}

  /**
   * Writes it.
   *
   * @param bud shell commands that build
   * @param push shell commands after the image was written to {@code $out}
   */
  public static Optional<DockerfileTool> in(Path folder, String bud, String push, Duration limit)
      throws IOException {
    Path file = folder.resolve("fake-buildah");
    Files.writeString(
        file, SCRIPT.formatted(bud.isEmpty() ? ":" : bud, push.isEmpty() ? ":" : push));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Buildah.find(Optional.of(file), "").map(found -> new DockerfileTool(found, limit));
  }
}
