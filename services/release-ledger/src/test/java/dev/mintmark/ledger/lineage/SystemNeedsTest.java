package dev.mintmark.ledger.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.kit.store.FolderArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class SystemNeedsTest {
  /** A profile that asks for a firmware, a driver, and a C library. */
  public static final String PROFILE =
      """
      apiVersion: mintmark.dev/v1
      name: rpi5-hailo8l
      description: A small computer with an accelerator
      platform: linux/arm64
      requires:
        - kind: libc
          name: glibc
          minimum: "2.36"
        - kind: firmware
          name: hailo8
          minimum: 4.20.0
        - kind: driver
          name: hailo_pci
      model:
        format: onnx
        quantization: int8
        toolchain: qdq-java
      """;

  private static final String MISSING = Digest.of("missing".getBytes(UTF_8)).toString();

  @TempDir Path folder;
  private SystemNeeds needs;
  private String profile;
  private String other;

  @BeforeEach
  void store() {
    var store = new FolderArtifactStore(folder);
    profile = store.put(PROFILE.getBytes(UTF_8), MediaTypes.TARGET_PROFILE).digest().toString();
    other = store.put("no profile".getBytes(UTF_8), MediaTypes.OCTET_STREAM).digest().toString();
    needs = new SystemNeeds(store);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "hailo8, true",
    "4.20.0, true",
    "hailo8 4.20.0, true",
    "hailo_pci, true",
    "hailo_pci 4.20.0, false",
    "4.20, false",
    "glibc, false",
    "2.36, false",
  })
  void findsAFirmwareOrDriverByNameVersionOrBoth(String wanted, boolean found) {
    assertThat(needs.asking(List.of(profile), wanted).matching().contains(profile))
        .isEqualTo(found);
  }

  @Test
  void namesProfilesThatCannotBeRead() {
    SystemNeeds.Found found = needs.asking(List.of(MISSING, profile, other), "hailo8");

    assertThat(found.matching()).containsExactly(profile);
    assertThat(found.unread()).containsExactly(MISSING, other);
  }

  @Test
  void readsAProfileOnce() throws IOException {
    needs.asking(List.of(profile), "hailo8");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }

    assertThat(needs.asking(List.of(profile), "hailo8").matching()).containsExactly(profile);
  }
}
