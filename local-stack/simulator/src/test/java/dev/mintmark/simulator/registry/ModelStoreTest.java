package dev.mintmark.simulator.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.simulator.latency.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelStoreTest {
  @TempDir Path folder;

  private final byte[] model = "model".getBytes(UTF_8);
  private final byte[] sample = "sample".getBytes(UTF_8);

  private ModelFiles kept(String note) throws IOException {
    Digest digest = Digest.of(model);
    Path own = Files.createDirectories(folder.resolve(digest.hex()));
    Files.write(own.resolve(digest.hex()), model);
    Files.write(own.resolve(Digest.of(sample).hex()), sample);
    Files.writeString(own.resolve("sample"), note);
    return new ModelStore(folder).read(digest);
  }

  @ParameterizedTest
  @CsvSource({"a/b c.npz, a/b c.npz", "x.npy, x.npy"})
  void givesTheSampleTheNameThatItHadInTheRelease(String noted, String name) throws IOException {
    assertThat(kept(Digest.of(sample).hex() + " " + noted).sample().path()).isEqualTo(name);
  }

  /** A fleet's folder outlives the program. */
  @Test
  void readsWhatWasKeptBeforeSamplesHadNames() throws IOException {
    assertThat(kept(Digest.of(sample).hex()).sample().path()).endsWith(".npy");
  }
}
