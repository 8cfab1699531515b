package dev.mintmark.contract.determinism;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Log;
import dev.mintmark.contract.line.Secrets;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The line works twice, in fresh processes that have another working directory, time zone, locale,
 * umask, user, host name, heap, number of processors and JDK. Every artifact and every event's
 * value are the same bytes.
 */
class DeterminismIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Set<Dimension> lacking;
  private static Run here;
  private static Run elsewhere;

  @BeforeAll
  static void runTwice() throws Exception {
    Inputs.require();
    // Another user passes through it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Optional<OtherJdk> jdk = OtherJdk.find();
    Isolation isolation =
        Isolation.find(jdk.map(OtherJdk::folder).orElse(Path.of(System.getProperty("java.home"))));
    lacking = World.lacking(jdk, isolation);
    Secrets.Pair evidence = Secrets.keyPair();
    Map<String, String> keys =
        Map.of(
            "release.key",
            Secrets.signingKey(),
            "evidence.key",
            evidence.secret(),
            "evidence.pub",
            evidence.open());
    here = Run.in(World.here(folder), keys);
    elsewhere = Run.in(World.elsewhere(folder, jdk, isolation), keys);
  }

  /** Otherwise it would be no wonder that all is the same. */
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void wasAnotherWorldFor(Dimension dimension) {
    Assumptions.assumeFalse(lacking.contains(dimension), dimension.advice());
    for (String step : Run.STEPS) {
      String one = here.of(step).of(dimension);
      String two = elsewhere.of(step).of(dimension);
      assertThat(one).as("%s of %s here", dimension, step).isNotEmpty();
      assertThat(two).as("%s of %s elsewhere", dimension, step).isNotEmpty().isNotEqualTo(one);
    }
  }

  @Test
  void madeAReleaseAndThreeRefusals() {
    assertThat(here.outputs().events())
        .filteredOn(event -> event.key().equals(Run.RELEASE))
        .extracting(Event::topic)
        .containsExactlyInAnyOrderElementsOf(Log.published());
    assertThat(here.outputs().events())
        .filteredOn(event -> event.topic().equals(TopicCatalogue.RELEASE_REJECTED.name()))
        .extracting(event -> event.fields().get("step"))
        .containsExactly("trainer-ingest", "converter-quantizer", "image-builder");
    assertThat(here.outputs().objects()).hasSizeGreaterThan(100);
  }

  @Test
  void isTheSameInBothWorlds() throws Exception {
    assertThat(Differences.of(here.outputs(), elsewhere.outputs())).isEmpty();
  }

  @Test
  void wouldHaveNamedWhatDiffers() throws Exception {
    List<Event> events =
        here.outputs().events().stream().map(DeterminismIT::withAnotherIndex).toList();
    TreeMap<String, Path> objects = new TreeMap<>(here.outputs().objects());
    String lost = objects.ceilingKey("sha256/");
    objects.remove(lost);
    String changed = objects.lastKey();
    objects.put(changed, Files.write(folder.resolve("changed"), new byte[] {1, 2, 3}));

    List<String> differences = Differences.of(here.outputs(), new Outputs(events, objects));

    assertThat(differences).hasSize(3);
    assertThat(differences.getFirst())
        .startsWith(Run.RELEASE + " on " + TopicCatalogue.IMAGE_BUILT.name() + "/")
        .contains("another value from byte", "index.digest is sha256:");
    assertThat(differences)
        .anyMatch(line -> line.startsWith(lost) && line.endsWith("only here"))
        .anyMatch(line -> line.startsWith(changed) && line.contains("other bytes from 0 on"));
  }

  private static Event withAnotherIndex(Event event) {
    if (!event.topic().equals(TopicCatalogue.IMAGE_BUILT.name())) {
      return event;
    }
    String index = event.fields().get("index.digest");
    byte[] value =
        new String(event.value(), ISO_8859_1)
            .replace(index, "sha256:" + "0".repeat(64))
            .getBytes(ISO_8859_1);
    return new Event(
        event.topic(), event.partition(), event.place(), event.key(), value, event.headers());
  }
}
