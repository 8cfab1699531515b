package dev.mintmark.vendor.marker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected answers are those of PyPA's packaging 26.4. */
class PythonVersionTest {
  private static final List<String> ORDER =
      List.of(
          "0.9.9",
          "1.0.dev3",
          "1.0a1",
          "1.0b2.dev1",
          "1.0rc1",
          "1.0",
          "1.0+cu124",
          "1.0+cu124.2",
          "1.0+7",
          "1.0.post1.dev2",
          "1.0.post1",
          "1.0.1",
          "1.1",
          "2!0.1");

  private static final List<String> FOUND =
      List.of(
          "1.0",
          "1.0.0",
          "1.0a1",
          "1.0.dev3",
          "1.0rc1",
          "1.0.post1",
          "1.0.post1.dev2",
          "1.0+cu124",
          "1.0+cu124.2",
          "1.1",
          "1.0.1",
          "2!0.1",
          "1.0b2.dev1",
          "0.9.9",
          "v1.0-1",
          "1.0+7");

  @Test
  void sortsVersions() {
    List<PythonVersion> versions = new ArrayList<>();
    ORDER.forEach(text -> versions.add(PythonVersion.parse(text)));
    Collections.shuffle(versions, new Random(1));
    Collections.sort(versions);

    assertThat(versions)
        .containsExactlyElementsOf(ORDER.stream().map(PythonVersion::parse).toList());
  }

  @Test
  void takesTheSpellingsOfOneVersionForEqual() {
    for (String text : List.of("1.0.0", "v1.0", "1.0RC1", "1.0-rc.1", "1.0.c1", "1.0preview_1")) {
      String same = text.length() > 5 ? "1.0rc1" : "1";
      assertThat(PythonVersion.parse(text))
          .as(text)
          .isEqualByComparingTo(PythonVersion.parse(same));
    }
    assertThat(PythonVersion.parse("1.0-1")).isEqualByComparingTo(PythonVersion.parse("1.0.REV1"));
    assertThat(PythonVersion.parse("1+A_b")).isEqualByComparingTo(PythonVersion.parse("1+a.b"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "==1.0 yynnnnnyynnnnnny",
        "==1.0.post1 nnnnnynnnnnnnnyn",
        "==1.0rc1 nnnnynnnnnnnnnnn",
        "==1.0+cu124 nnnnnnnynnnnnnnn",
        "==1.* yyyyyyyyyyynynyy",
        "==1.0.* yyyyyyyyynynynyy",
        "!=1.0 nnyyyyynnyyyyyyn",
        "!=1.0.post1 yyyyynyyyyyyyyny",
        "!=1.0+cu124 yyyyyyynyyyyyyyy",
        "!=1.0.* nnnnnnnnnynynynn",
        "<=1.0 yyyyynnyynnnyyny",
        "<=1.0.post1 yyyyyyyyynnnyyyy",
        "<=1.0rc1 nnyyynnnnnnnyynn",
        ">=1.0 yynnnyyyyyyynnyy",
        ">=1.0.post1 nnnnnynnnyyynnyn",
        ">=1.0rc1 yynnyyyyyyyynnyy",
        "<1.0 nnnnnnnnnnnnnynn",
        "<1.0.post1 yyyyynnyynnnyyny",
        "<1.0rc1 nnyynnnnnnnnyynn",
        ">1.0 nnnnnnnnnyyynnnn",
        ">1.0.post1 nnnnnnnnnyyynnnn",
        ">1.0rc1 yynnnyyyyyyynnyy",
        "~=1.0 yynnnyyyyyynnnyy",
        "~=1.0.post1 nnnnnynnnyynnnyn",
        "~=1.0rc1 yynnyyyyyyynnnyy",
      })
  void answersAsPypaDoes(String row) {
    String[] words = row.split(" ");
    VersionRange range = VersionRange.parse(words[0]);

    assertThat(
            FOUND.stream()
                .map(version -> range.contains(version) ? "y" : "n")
                .collect(Collectors.joining()))
        .isEqualTo(words[1]);
  }

  @Test
  void holdsWhereAllClausesHold() {
    VersionRange range = VersionRange.parse(" >=1.21 , <3,!=2.0.* , ");

    assertThat(List.of("1.21", "1.26.4", "2.1")).allMatch(range::contains).hasSize(3);
    assertThat(List.of("1.20", "2.0.3", "3.0")).noneMatch(range::contains);
    assertThat(VersionRange.parse("===1.0-1").clauses()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1.",
        "1..0",
        "1.0-",
        "1.0+",
        "1.0+a..b",
        "1 0",
        "1.0.0.0a1b2",
        "١.٠",
        "9999999999999999999"
      })
  void refusesOtherVersions(String text) {
    assertThatThrownBy(() -> PythonVersion.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEP 440");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "=1.0",
        "=>1.0",
        "<=1.*",
        "<1.0.*",
        "~=1",
        "~=1.*",
        ">=1.0+cu124",
        "==1.0rc1.*",
        ">=1.0 <2",
        "==",
        "==1.0.**",
        ">=1,,<2"
      })
  void refusesOtherRanges(String text) {
    assertThatThrownBy(() -> VersionRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
