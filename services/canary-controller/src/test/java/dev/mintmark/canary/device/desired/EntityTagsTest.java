package dev.mintmark.canary.device.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\"12\"", "W/\"12\"", "\"1\", \"12\"", "*", " \"12\" "})
  void namesTheOrder(String header) {
    assertThat(EntityTags.names(header, 12)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "12", "\"1\"", "\"112\"", "\"12", "w/\"12\"", "\"1\",\"2\""})
  void namesAnother(String header) {
    assertThat(EntityTags.names(header, 12)).isFalse();
  }

  @Test
  void nothingOrderedHasNoTag() {
    assertThat(EntityTags.names("*", 0)).isFalse();
    assertThat(EntityTags.names(null, 12)).isFalse();
  }
}
