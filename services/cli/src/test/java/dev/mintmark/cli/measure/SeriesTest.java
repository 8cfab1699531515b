package dev.mintmark.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
  @Test
  void takesTheNearestRank() {
    Series series = new Series(LongStream.rangeClosed(1, 20).boxed().toList());

    assertThat(series.least()).isEqualTo(1);
    assertThat(series.median()).isEqualTo(10);
    assertThat(series.percentile(90)).isEqualTo(18);
    assertThat(series.greatest()).isEqualTo(20);
  }

  @Test
  void sortsFirst() {
    assertThat(new Series(List.of(9L, 1L, 5L)).median()).isEqualTo(5);
  }

  @Test
  void oneValueIsEverything() {
    Series series = new Series(List.of(7L));
    assertThat(series.json().toString())
        .isEqualTo("{\"least\":7,\"median\":7,\"p90\":7,\"greatest\":7}");
  }

  @Test
  void refusesNoValue() {
    assertThatThrownBy(() -> new Series(List.of())).hasMessageContaining("no median");
  }
}
