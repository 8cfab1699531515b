package dev.mintmark.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  @TempDir Path folder;
  private Image image;

  @BeforeEach
  void setUp() throws IOException {
    image = new Image(folder);
  }

  @AfterEach
  void tearDown() throws IOException {
    image.close();
  }

  @Test
  void findsNothingInAnEmptyImage() throws IOException {
    assertThat(image.inventory().packages()).isEmpty();
  }

  @Test
  void readsWhatDpkgHasWrittenDown() throws IOException {
    image
        .put("/usr/lib/os-release", "ID=\"debian\"\nVERSION_CODENAME=bookworm\n")
        .put(
            "/var/lib/dpkg/status",
            """
            Package: gone
            Status: deinstall ok config-files
            Architecture: amd64
            Version: 1

            Package: libzstd1
            Status: install ok installed
            Maintainer: RPM packaging team <rpm@example.org>
            Architecture: amd64
            Multi-Arch: same
            Source: libzstd
            Version: 1.5.4+dfsg2-5
            Depends: libc6 (>= 2.34) | musl
            Description: fast
             .
             more

            Package: libc6
            Status: install ok installed
            Architecture: amd64
            Version: 2.36-9
            """)
        .put("/var/lib/dpkg/info/libzstd1:amd64.list", "/.\n/lib\n/lib/libzstd.so.1\n/nowhere\n")
        .put("/usr/lib/libzstd.so.1", "library");

    FoundPackage zstd =
        image.only("pkg:deb/debian/libzstd1@1.5.4%2Bdfsg2-5?arch=amd64&distro=bookworm");

    assertThat(zstd.source()).contains("libzstd 1.5.4+dfsg2-5");
    assertThat(zstd.supplier()).contains("RPM packaging team <rpm@example.org>");
    assertThat(zstd.license()).isEqualTo("NOASSERTION");
    assertThat(zstd.files())
        .containsExactly("/usr/lib/libzstd.so.1", "/var/lib/dpkg/info/libzstd1:amd64.list");
    assertThat(zstd.needs())
        .containsExactly("pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=bookworm");
    assertThat(image.inventory().packages()).hasSize(2);
  }

  @Test
  void readsWhatDistrolessImagesHaveInstead() throws IOException {
    image
        .put(
            "/var/lib/dpkg/status.d/tzdata",
            "Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n")
        .put(
            "/var/lib/dpkg/status.d/tzdata.md5sums",
            "0123456789abcdef0123456789abcdef  usr/share/zoneinfo/UTC\n")
        .put("/usr/share/zoneinfo/UTC", "TZif");

    assertThat(image.only("pkg:deb/debian/tzdata@2024a-0?arch=all").files())
        .contains("/usr/share/zoneinfo/UTC");
  }

  @Test
  void takesTheLicenceOfASiblingWhoseDocumentsAreShared() throws IOException {
    image
        .put(
            "/var/lib/dpkg/status",
            """
            Package: gcc-12-base
            Status: install ok installed
            Architecture: amd64
            Source: gcc-12
            Version: 12.2

            Package: libgcc-s1
            Status: install ok installed
            Architecture: amd64
            Source: gcc-12
            Version: 12.2
            """)
        .put(
            "/usr/share/doc/gcc-12-base/copyright",
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
                + "Files: *\nLicense: GPL-3+\n");

    assertThat(image.only("pkg:deb/debian/libgcc-s1@12.2?arch=amd64").license())
        .isEqualTo("GPL-3.0-or-later");
  }

  @Test
  void readsWhatApkHasWrittenDown() throws IOException {
    image
        .put("/etc/os-release", "ID=alpine\nVERSION_ID=3.20.3\n")
        .put(
            "/lib/apk/db/installed",
            """
            C:Q1abc=
            P:musl
            V:1.2.5-r0
            A:aarch64
            L:MIT
            o:musl
            m:Natanael Copa <n@example.org>
            F:lib
            R:ld-musl-aarch64.so.1
            a:0:0:755
            Z:Q1def=

            P:odd
            V:1-r0
            A:aarch64
            L:custom words
            """)
        .put("/lib/ld-musl-aarch64.so.1", "loader");

    FoundPackage musl =
        image.only("pkg:apk/alpine/musl@1.2.5-r0?arch=aarch64&distro=alpine-3.20.3");

    assertThat(musl.license()).isEqualTo("MIT");
    assertThat(musl.files()).containsExactly("/lib/ld-musl-aarch64.so.1");
    assertThat(musl.supplier()).contains("Natanael Copa <n@example.org>");
    assertThat(image.only("pkg:apk/alpine/odd@1-r0?arch=aarch64&distro=alpine-3.20.3").license())
        .isEqualTo("NOASSERTION");
  }

  @Test
  void readsPythonDistributionsOfEveryForm() throws IOException {
    image
        .put(
            "/usr/lib/python3.11/site-packages/Pillow_Image-11.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: Pillow_Image\nVersion: 11.0\n"
                + "License-Expression: MIT-CMU\n\nprose: any\n")
        .put(
            "/usr/lib/python3.11/site-packages/Pillow_Image-11.0.dist-info/RECORD",
            "PIL/a.py,sha256=x,1\n../../../bin/pil,,\n\"PIL/b,c.py\",,\n../../../../../../x,,\n")
        .put("/usr/lib/python3.11/site-packages/PIL/a.py", "a")
        .put("/usr/lib/python3.11/site-packages/PIL/b,c.py", "b")
        .put("/usr/bin/pil", "pil")
        .put(
            "/usr/lib/python3/dist-packages/six.egg-info/PKG-INFO",
            "Metadata-Version: 1.1\nName: six\nVersion: 1.16.0\n"
                + "Classifier: License :: OSI Approved :: MIT License\n")
        .put(
            "/usr/lib/python3/dist-packages/old-1.egg-info",
            "Metadata-Version: 1.0\nName: old\nVersion: 1\nLicense: BSD\n");

    assertThat(image.only("pkg:pypi/pillow-image@11.0").files())
        .contains(
            "/usr/bin/pil",
            "/usr/lib/python3.11/site-packages/PIL/a.py",
            "/usr/lib/python3.11/site-packages/PIL/b,c.py");
    assertThat(image.only("pkg:pypi/pillow-image@11.0").license()).isEqualTo("MIT-CMU");
    assertThat(image.only("pkg:pypi/six@1.16.0").license()).isEqualTo("MIT");
    assertThat(image.only("pkg:pypi/old@1").license()).isEqualTo("NOASSERTION");
  }

  @Test
  void leavesAFileWithTheSystemsPackage() throws IOException {
    String metadata = "/usr/lib/python3/dist-packages/six.egg-info/PKG-INFO";
    image
        .put("/var/lib/dpkg/status.d/s", "Package: python3-six\nVersion: 1\nArchitecture: all\n")
        .put(
            "/var/lib/dpkg/status.d/s.md5sums",
            "0123456789abcdef0123456789abcdef  " + metadata.substring(1) + "\n")
        .put(metadata, "Metadata-Version: 1.1\nName: six\nVersion: 1.16.0\n");

    assertThat(image.inventory().owner(metadata).map(FoundPackage::ecosystem))
        .contains(Ecosystem.DEBIAN);
    assertThat(image.inventory().packages()).containsKey("pkg:pypi/six@1.16.0");
  }

  @Test
  void readsNpmPackagesInNodeModulesOnly() throws IOException {
    image
        .put(
            "/app/node_modules/@a/b/package.json",
            "\uFEFF{\"name\":\"@a/b\",\"version\":\"1.0.0\",\"license\":\"ISC\"}")
        .put("/app/node_modules/@a/b/index.js", "x")
        .put(
            "/app/node_modules/@a/b/node_modules/c/package.json",
            "{\"name\":\"c\",\"version\":\"2\"}")
        .put("/app/node_modules/@a/b/test/package.json", "{ broken")
        .put("/app/node_modules/d/package.json", "{\"type\":\"module\"}");

    assertThat(image.inventory().packages().keySet())
        .containsExactly("pkg:npm/%40a/b@1.0.0", "pkg:npm/c@2");
    assertThat(image.only("pkg:npm/%40a/b@1.0.0").license()).isEqualTo("ISC");
    assertThat(image.only("pkg:npm/%40a/b@1.0.0").files())
        .contains("/app/node_modules/@a/b/index.js")
        .doesNotContain("/app/node_modules/@a/b/node_modules/c/package.json");
  }

  @Test
  void readsJarsAndJarsInsideOfThem() throws IOException {
    byte[] inner =
        zip(
            Map.of(
                "META-INF/maven/org.x/in/pom.properties",
                "groupId=org.x\nartifactId=in\nversion=3\n".getBytes(UTF_8)));
    byte[] plain =
        zip(
            Map.of(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\r\nBundle-SymbolicName: org.plain;singleton:=true\r\nBundle-Version: 4.5\r\n\r\n"
                    .getBytes(UTF_8)));
    image
        .put(
            "/opt/out-2.jar",
            zip(
                Map.of(
                    "META-INF/maven/org.x/out/pom.properties",
                    "groupId=org.x\nartifactId=out\nversion=2\n".getBytes(UTF_8),
                    "BOOT-INF/lib/in-3.jar",
                    inner)))
        .put("/opt/plain.jar", plain)
        .put("/opt/odd.jar", "no zip");

    Inventory inventory = image.inventory();

    assertThat(inventory.packages().keySet())
        .containsExactly(
            "pkg:generic/org.plain@4.5", "pkg:maven/org.x/in@3", "pkg:maven/org.x/out@2");
    assertThat(image.only("pkg:maven/org.x/in@3").recordedIn())
        .containsExactly("/opt/out-2.jar!/BOOT-INF/lib/in-3.jar");
    assertThat(inventory.unread()).hasSize(1);
    assertThat(inventory.unread().getFirst().path()).isEqualTo("/opt/odd.jar");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("bytes"));
    }
  }

  @Test
  void tellsOnceOfWhatLiesInTwoPlaces() throws IOException {
    String json = "{\"name\":\"c\",\"version\":\"2\"}";
    image.put("/a/node_modules/c/package.json", json).put("/b/node_modules/c/package.json", json);

    assertThat(image.only("pkg:npm/c@2").recordedIn()).hasSize(2);
  }

  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : new TreeMap<>(members).entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        entry.setTime(0);
        CRC32 crc = new CRC32();
        crc.update(member.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(member.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
