package dev.mintmark.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.FolderArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is installed in a base is told of package by package. */
class BaseContentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATUS =
      """
      Package: libc6
      Status: install ok installed
      Maintainer: GNU Libc Maintainers <libc@example.org>
      Architecture: arm64
      Source: glibc
      Version: 2.36-9+deb12u4
      Depends: libgcc-s1

      Package: libgcc-s1
      Status: install ok installed
      Maintainer: Debian GCC Maintainers <gcc@example.org>
      Architecture: arm64
      Source: gcc-12 (12.2.0-14)
      Version: 12.2.0-14
      Depends: libc6 (>= 2.35)

      Package: libgreet1
      Status: install ok installed
      Architecture: arm64
      Version: 2.0-1
      """;
  private static final String COPYRIGHT =
      """
      Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

      Files: *
      Copyright: someone
      License: LGPL-2.1+

      Files: debian/*
      License: GPL-2+ or Artistic
      """;

  @TempDir Path folder;
  private SampleLine line;
  private final Map<String, byte[]> base = new TreeMap<>();

  @BeforeEach
  void setUp() {
    line = new SampleLine(new FolderArtifactStore(folder.resolve("store")));
    put("/etc/os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
    put("/etc/passwd", "root\n");
    put("/var/lib/dpkg/status", STATUS);
    put("/var/lib/dpkg/info/libc6:arm64.list", "/.\n/lib\n/lib/ld.so\n");
    put("/usr/lib/ld.so", "the loader");
    put("/usr/share/doc/libc6/copyright", COPYRIGHT);
  }

  private void put(String path, String content) {
    base.put(path, SampleLine.bytes(content));
  }

  private JsonNode image() throws IOException {
    PublishSbom step =
        new PublishSbom(line.store, new EventChain(line.store), folder.resolve("work"));
    if (!(step.apply(line.run()) instanceof Outcome.Produced<SbomPublished> produced)) {
      throw new AssertionError("not published");
    }
    Document document = produced.event().getDocuments().get(1);
    assertThat(document.getOf()).isEqualTo("linux/arm64");
    return JSON.readTree(
        line.store.read(Digest.parse(document.getDocument().getDigest()), 10 << 20));
  }

  private static JsonNode library(JsonNode image, String purl) {
    List<JsonNode> found = new ArrayList<>();
    image
        .path("components")
        .forEach(c -> {
          if (c.path("purl").asText().equals(purl)) {
            found.add(c);
          }
        });
    assertThat(found).as(purl).hasSize(1);
    return found.getFirst();
  }

  @Test
  void namesThePackagesOfTheBaseWithTheirFiles() throws IOException {
    JsonNode image = image(line.withBase(true, base));

    JsonNode libc =
        library(image, "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=arm64&distro=bookworm");
    assertThat(libc.path("version").asText()).isEqualTo("2.36-9+deb12u4");
    assertThat(libc.at("/supplier/name").asText()).startsWith("GNU Libc");
    assertThat(libc.at("/licenses/0/expression").asText())
        .isEqualTo("(GPL-2.0-or-later OR Artistic-1.0-Perl) AND LGPL-2.1-or-later");
    assertThat(libc.path("components"))
        .extracting(c -> c.path("name").asText())
        .containsExactly("/usr/lib/ld.so", "/var/lib/dpkg/info/libc6:arm64.list");
    assertThat(libc.path("properties").toString())
        .contains("\"glibc 2.36-9+deb12u4\"")
        .contains(line.baseArtifacts.getFirst().getDigest());
    assertThat(libc.path("evidence").toString()).contains("/var/lib/dpkg/status");
    assertThat(library(image, SampleLine.BASE_PURL).path("components"))
        .extracting(c -> c.path("name").asText())
        .contains("/etc/passwd")
        .doesNotContain("/usr/lib/ld.so");
  }

  @Test
  void saysWhichPackagesNeedWhich() throws IOException {
    JsonNode image = image(line.withBase(true, base));

    assertThat(image.path("dependencies"))
        .anyMatch(d ->
            d.path("ref").asText().startsWith("library:pkg:deb/debian/libc6@")
                && d.path("dependsOn").size() == 1
                && d.path("dependsOn").path(0).asText().contains("libgcc-s1@"));
  }

  @Test
  void tellsOnceOfAPackageThatTheRequestNames() throws IOException {
    JsonNode image = image(line.withPackage(true).withBase(true, base));

    JsonNode greet = library(image, SampleLine.DEB_PURL);
    assertThat(greet.path("components"))
        .extracting(c -> c.path("name").asText())
        .containsExactly("/usr/lib/libgreet.so.1");
    assertThat(greet.path("evidence").toString()).contains("/var/lib/dpkg/status");
    assertThat(image.path("components"))
        .filteredOn(c -> c.path("name").asText().equals("libgreet1"))
        .hasSize(1);
  }

  @Test
  void declaresAJarThatCannotBeReadToBeUnknown() throws IOException {
    put("/opt/odd.jar", "no zip");

    JsonNode image = image(line.withBase(true, base));

    assertThat(image.path("compositions").path(0).path("aggregate").asText())
        .isEqualTo("incomplete");
    assertThat(image.toString()).contains("mintmark:unread");
  }

  @Test
  void leavesNothingInTheWorkFolder() throws IOException {
    image(line.withBase(true, base));

    try (Stream<Path> left = Files.list(folder.resolve("work"))) {
      assertThat(left).isEmpty();
    }
  }

  private JsonNode image(SampleLine of) throws IOException {
    assertThat(of).isSameAs(line);
    return image();
  }
}
