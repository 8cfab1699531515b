package dev.mintmark.quantizer.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Tree;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.testing.TinyModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSetTest {
  @TempDir Path folder;

  @Test
  void refusesAnEmptySet() {
    assertThatThrownBy(() -> new SampleSet("validation", List.of()))
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining("validation samples")
        .hasMessageEndingWith("(QNT-010)");
    assertThatThrownBy(() -> SampleSet.of("calibration", folder)).hasMessageEndingWith("(QNT-010)");
  }

  @Test
  void refusesASampleThatBothSetsHoldWhateverItsName() {
    SampleSet calibration = TinyModels.samples("calibration", 0, 3);
    List<Sample> samples = new ArrayList<>(TinyModels.samples("validation", 10, 2).samples());
    samples.add(Sample.of("renamed.npy", bytes(calibration.samples().get(1))));
    SampleSet validation = new SampleSet("validation", samples);

    assertThatThrownBy(() -> validation.requireDisjointFrom(calibration))
        .hasMessageContaining("validation sample renamed.npy")
        .hasMessageContaining("calibration sample s1.npy")
        .hasMessageEndingWith("(QNT-012)");
  }

  @Test
  void acceptsSetsThatShareNothing() {
    SampleSet calibration = TinyModels.samples("calibration", 0, 3);

    TinyModels.samples("validation", 3, 3).requireDisjointFrom(calibration);
  }

  @Test
  void hasTheSameDigestInAnotherOrder() {
    SampleSet set = TinyModels.samples("calibration", 0, 3);
    List<Sample> turned = new ArrayList<>(set.samples());
    Collections.reverse(turned);

    assertThat(new SampleSet("x", turned).digest()).isEqualTo(set.digest());
    assertThat(TinyModels.samples("calibration", 1, 3).digest()).isNotEqualTo(set.digest());
  }

  @Test
  void readsAFolderAndATreeAlike() throws IOException {
    for (Sample sample : TinyModels.samples("x", 0, 3).samples()) {
      Files.write(folder.resolve(sample.path()), bytes(sample));
    }
    SampleSet ofFolder = SampleSet.of("x", folder);
    SampleSet ofTree =
        SampleSet.of(
            "x",
            Tree.of(folder),
            digest ->
                ofFolder.samples().stream()
                    .filter(sample -> sample.digest().equals(digest))
                    .findFirst()
                    .orElseThrow()
                    .source()
                    .read());

    assertThat(ofTree.digest()).isEqualTo(TinyModels.samples("x", 0, 3).digest());
    TensorFact input = new TensorFact("x", "float32", List.of(1L, 2L, 8L, 8L));
    assertThat(
            ofTree
                .samples()
                .getLast()
                .feed(List.of(input))
                .floats()
                .firstEntry()
                .getValue()
                .values())
        .isEqualTo(
            ofFolder
                .samples()
                .getLast()
                .feed(List.of(input))
                .floats()
                .firstEntry()
                .getValue()
                .values());
  }

  @Test
  void refusesAFileThatIsNotNamedNpy() throws IOException {
    Files.writeString(folder.resolve("README.md"), "hello");

    assertThatThrownBy(() -> SampleSet.of("calibration", folder))
        .hasMessageContaining("README.md")
        .hasMessageEndingWith("(QNT-011)");
  }

  @Test
  void tellsAStoreThatCannotBeReadFromABadSample() {
    Sample sample =
        new Sample(
            "a.npy",
            TinyModels.samples("x", 0, 1).samples().getFirst().digest(),
            1,
            () -> {
              throw new IOException("store is down");
            });

    assertThatThrownBy(() -> sample.feed(List.of(new TensorFact("x", "float32", List.of(1L)))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("store is down");
  }

  private static byte[] bytes(Sample sample) {
    try {
      return sample.source().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
