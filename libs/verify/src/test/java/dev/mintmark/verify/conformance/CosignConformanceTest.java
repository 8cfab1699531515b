package dev.mintmark.verify.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real cosign 3 on the same folder: what it refuses is never verified here. */
class CosignConformanceTest {
  @TempDir Path home;

  @Test
  void verifiesNothingThatCosignRefuses() throws Exception {
    String clients = System.getenv("MINTMARK_COSIGN");
    assumeTrue(
        clients != null && Files.isExecutable(Path.of(clients, "cosign-3")),
        "skipped: MINTMARK_COSIGN names no folder with cosign-3; contract-tests/tools/get-cosign.sh");
    SortedSet<String> accepted = new TreeSet<>();
    SortedSet<String> stricter = new TreeSet<>();
    for (Map.Entry<String, String> each : BundleConformanceTest.table().entrySet()) {
      boolean cosign = accepts(Path.of(clients, "cosign-3"), each.getKey());
      if (each.getValue().equals("verified")) {
        assertThat(cosign).as("cosign on " + each.getKey()).isTrue();
        accepted.add(each.getKey());
      } else if (cosign) {
        stricter.add(each.getKey());
      }
    }
    assertThat(accepted).contains("managed-key-happy-path");
    Files.write(Path.of("target/stricter-than-cosign.txt"), stricter);
    assertThat(stricter)
        .as("what cosign takes and is refused here")
        .doesNotContain("managed-key-wrong-key-right-hint", "signature-zeros", "wrong-digest");
  }

  private boolean accepts(Path cosign, String name) throws IOException, InterruptedException {
    Path folder = BundleConformanceTest.FOLDER.toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(
            cosign.toString(),
            "verify-blob-attestation",
            "--key",
            folder.resolve("key.pub").toString(),
            "--bundle",
            folder.resolve(name + ".json").toString(),
            "--digest",
            Parts.IMAGE.hex(),
            "--digestAlg",
            "sha256",
            "--type",
            "https://sigstore.dev/cosign/sign/v1",
            "--insecure-ignore-tlog");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:1");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    assertThat(output).as(name).doesNotContain("unknown flag");
    return exit == 0;
  }
}
