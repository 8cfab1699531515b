package dev.mintmark.verify.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.refusal.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bundle of the folder of fixtures gets the verdict that the folder's table says. */
class BundleConformanceTest {
  static final Path FOLDER = Path.of("src/test/resources/bundles");
  private static final Path TABLE = FOLDER.resolve("verdicts.txt");
  private static final ReleaseVerifier VERIFIER =
      new ReleaseVerifier(List.of(Keys.FIRST.verificationKey()));
  private static final ReleaseVerifier OF_TWO =
      new ReleaseVerifier(List.of(Keys.SECOND.verificationKey(), Keys.FIRST.verificationKey()));

  static Stream<Arguments> fixtures() throws IOException {
    return table().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("fixtures")
  void givesEachBundleItsVerdict(String name, String verdict) throws IOException {
    byte[] bundle = Files.readAllBytes(FOLDER.resolve(name + ".json"));

    assertThat(verdict(VERIFIER, bundle)).isEqualTo(verdict);
  }

  @Test
  void knowsEveryFileOfTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .filteredOn(name -> name.endsWith(".json"))
          .containsExactlyInAnyOrderElementsOf(
              table().keySet().stream().map(name -> name + ".json").toList());
    }
  }

  @Test
  void refusesFarMoreThanItAccepts() throws IOException {
    long verified = table().values().stream().filter("verified"::equals).count();

    assertThat(verified).isBetween(5L, 10L);
    assertThat(table().size() - verified).isGreaterThan(150);
  }

  /**
   * The fixtures are what the cases make: -Dmintmark.fixtures=write writes them instead, after a
   * case was added.
   */
  @Test
  void areWhatTheCasesMake() throws IOException {
    if ("write".equals(System.getProperty("mintmark.fixtures"))) {
      write();
    }
    assertThat(table())
        .isEqualTo(
            Cases.all().stream()
                .collect(
                    Collectors.toMap(Case::name, Case::verdict, (a, b) -> a + b, TreeMap::new)));
    for (Case each : Cases.all()) {
      assertThat(Files.readAllBytes(FOLDER.resolve(each.name() + ".json")))
          .as(each.name())
          .isEqualTo(each.bundle());
    }
    assertThat(Files.readAllBytes(FOLDER.resolve("key.pub")))
        .isEqualTo(Keys.FIRST.verificationKey().pem());
  }

  /** A key more that is trusted makes no bundle right that says who signed and lies. */
  @Test
  void believesNoHintOfAnotherTrustedKey() {
    Case lying = named("managed-key-right-key-lying-hint");
    Case honest = named("managed-key-wrong-key");

    assertThat(verdict(OF_TWO, lying.bundle())).isEqualTo(RefusalCode.BAD_SIGNATURE.code());
    assertThat(verdict(OF_TWO, honest.bundle())).isEqualTo("verified");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void aKeyMoreAcceptsNothingMoreButWhatItSigned(String name, String verdict) throws IOException {
    byte[] bundle = Files.readAllBytes(FOLDER.resolve(name + ".json"));

    assertThat(verdict(OF_TWO, bundle).equals("verified"))
        .isEqualTo(verdict.equals("verified") || name.equals("managed-key-wrong-key"));
  }

  @Test
  void refusesBundlesLargerThanAny() {
    byte[] large = new byte[Documents.MAX_BYTES + 1];
    Arrays.fill(large, (byte) ' ');
    byte[] bundle = Parts.utf8(Parts.bundle());
    System.arraycopy(bundle, 0, large, 0, bundle.length);

    assertThat(verdict(VERIFIER, large)).isEqualTo(RefusalCode.JSON.code());
  }

  @Test
  void refusesNumbersAndNamesWithoutEnd() {
    String digits =
        Parts.with(Parts.bundle(), "{\"hint\"", "{\"x\":" + "9".repeat(5_000) + ",\"hint\"");
    String name =
        Parts.with(Parts.bundle(), "{\"hint\"", "{\"" + "x".repeat(100_000) + "\":1,\"hint\"");

    assertThat(verdict(VERIFIER, Parts.utf8(digits))).startsWith("VER-01");
    assertThat(verdict(VERIFIER, Parts.utf8(name))).startsWith("VER-01");
  }

  static SortedMap<String, String> table() throws IOException {
    SortedMap<String, String> table = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      int space = line.indexOf(' ');
      table.put(line.substring(space + 1), line.substring(0, space));
    }
    return table;
  }

  private static String verdict(ReleaseVerifier verifier, byte[] bundle) {
    return switch (verifier.verifyBundle(bundle, Parts.IMAGE, Parts.REPOSITORY)) {
      case Verdict.Verified<Digest> verified -> "verified";
      case Verdict.Refused<Digest> refused -> refused.code().code();
    };
  }

  private static Case named(String name) {
    return Cases.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static void write() throws IOException {
    Files.createDirectories(FOLDER);
    StringBuilder table = new StringBuilder();
    for (Case each : Cases.all()) {
      Files.write(FOLDER.resolve(each.name() + ".json"), each.bundle());
      table.append(each.verdict()).append(' ').append(each.name()).append('\n');
    }
    Files.write(TABLE, table.toString().getBytes(UTF_8));
    Files.write(FOLDER.resolve("key.pub"), Keys.FIRST.verificationKey().pem());
  }
}
