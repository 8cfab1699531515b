package dev.mintmark.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.inventory.found.InventoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged databases are read, or refused with a code; nothing else happens. */
class FuzzTest {
  private static final Map<String, String> SOUND =
      Map.of(
          "/var/lib/dpkg/status",
          """
          Package: a
          Status: install ok installed
          Version: 1:2.3-4
          Architecture: all
          Source: b (2)
          Depends: c (>= 1) | d, e

          Package: c
          Version: 1
          Architecture: amd64
          Provides: e (= 3)
          """,
          "/lib/apk/db/installed",
          "C:Q1x=\nP:a\nV:1-r0\nA:x86_64\nL:MIT AND (ISC OR Zlib)\nF:usr/lib\nR:x\nZ:Q\n\nP:b\nV:2\n",
          "/a/x-1.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: x\nVersion: 1\nLicense: MIT\n\ntext\n",
          "/a/x-1.dist-info/RECORD",
          "x/a.py,sha256=aa,3\n\"x/b,c.py\",,\n../../bin/x,,\n",
          "/a/node_modules/x/package.json",
          "{\"name\":\"x\",\"version\":\"1.0.0\",\"license\":{\"type\":\"MIT\"},\"author\":\"me\"}",
          "/usr/share/doc/a/copyright",
          """
          Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

          Files: *
          License: GPL-2+ or Artistic
          """);

  @TempDir Path folder;

  @Test
  void readsOrRefuses() throws IOException {
    int rounds = Integer.getInteger("mintmark.fuzz", 1000);
    long first = Long.getLong("mintmark.fuzz.seed", 1);
    for (long seed = first; seed < first + rounds; seed++) {
      Random random = new Random(seed);
      try (Image image = new Image(folder)) {
        for (Map.Entry<String, String> file : SOUND.entrySet()) {
          image.put(file.getKey(), damaged(file.getValue().getBytes(UTF_8), random));
        }
        image.inventory();
      } catch (InventoryException e) {
        if (!e.error().code().startsWith("SBM-")) {
          throw new AssertionError("seed " + seed, e);
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** Three in four stay as they are, so that damage of one is not hidden by another's. */
  private static byte[] damaged(byte[] bytes, Random random) {
    if (random.nextInt(4) != 0) {
      return bytes;
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "\n :,\"{}()/\0\t".charAt(random.nextInt(12));
        default -> {
          byte[] cut = new byte[Math.max(1, at)];
          System.arraycopy(bytes, 0, cut, 0, cut.length);
          bytes = cut;
        }
      }
    }
    return bytes;
  }
}
