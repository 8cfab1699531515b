package dev.mintmark.verify.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TamperedKeySetTest {
  private static final Pattern ROW = Pattern.compile("\\| (\\S+\\.txt) \\| (VER-\\d{3}) \\|");

  static List<Arguments> rows() throws IOException {
    return Files.readString(KeySets.FOLDER.resolve("README.md"))
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> Arguments.of(row.group(1), row.group(2)))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void refusesWhatWasTamperedWith(String file, String code) {
    RootKeys pin =
        file.equals("one-of-two-roots.txt")
            ? RootKeys.all(List.of(KeySets.key("root.pub"), KeySets.key("root-2.pub")))
            : KeySets.root();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> KeySetVerifier.verify(KeySets.file(file), pin, Optional.empty()))
        .satisfies(e -> assertThat(e.code().code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void everyFileHasARowOrIsGood() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(KeySets.FOLDER)) {
      List<String> left =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".txt") && !name.startsWith("good"))
              .toList();
      assertThat(rows()).extracting(row -> row.get()[0]).containsExactlyInAnyOrderElementsOf(left);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"good.txt", "good-1.txt", "good-rotated.txt"})
  void takesWhatTheRootSigned(String file) throws IOException {
    SignedKeySet set = KeySetVerifier.verify(KeySets.file(file), KeySets.root(), Optional.empty());
    assertThat(KeySets.file(file).bytes())
        .isEqualTo(Files.readAllBytes(KeySets.FOLDER.resolve(file)));
    assertThat(set.set().of(KeyRole.RELEASE)).isNotEmpty();
  }

  @Test
  void doesNotTakeAnythingByAnotherPin() throws IOException {
    RootKeys stranger = RootKeys.all(List.of(KeySets.key("stranger.pub")));
    for (String file : List.of("good.txt", "good-rotated.txt", "stranger.txt")) {
      KeySetFile sets = KeySets.file(file);
      if (file.equals("stranger.txt")) {
        // The pin is right, but the set says that other roots must sign it.
        assertThatExceptionOfType(RefusedException.class)
            .isThrownBy(() -> KeySetVerifier.verify(sets, stranger, Optional.empty()))
            .withMessageContaining("set's own");
      } else {
        assertThatExceptionOfType(RefusedException.class)
            .isThrownBy(() -> KeySetVerifier.verify(sets, stranger, Optional.empty()))
            .withMessageContaining("VER-052");
      }
    }
  }
}
