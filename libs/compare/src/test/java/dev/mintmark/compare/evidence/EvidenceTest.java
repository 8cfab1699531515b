package dev.mintmark.compare.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.compare.difference.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
  @ParameterizedTest(name = "{1} and {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "created | 2026-01-01T00:00:00Z | 2026-01-01T00:00:07Z | timestamp",
        "created | 2026-01-01T00:00:00Z | 2025-12-31T19:00:00-05:00 | time-zone",
        "created | 2026-01-01T00:00:00 | 2026-01-01T05:45:00 | time-zone",
        "created | 2026-01-01T00:00:00Z | 2026-01-01T00:00:00+02:00 | time-zone",
        "created | 2026-01-01T00:00:00Z | 2026-02-01T00:00:00Z | timestamp",
        "date | 01 Jan 2026 10:00:00 GMT | 01 Jan 2026 10:00:31 GMT | timestamp",
        "line | Thu Jan 01 10:00:00 UTC 2026 | Thu Jan 01 11:00:00 CET 2026 | time-zone",
        "epoch | 1767225600 | 1767229200 | time-zone",
        "epoch | 1767225600 | 1767225601 | timestamp",
        "scale | 0.125 | 0,125 | locale",
        "scale | 1234.5 | 1’234.5 | locale",
        "scale | −0.5 | -0,5 | locale",
        "count | 12 | ١٢ | locale",
        "built | 3 December 2026 | 3 Dezember 2026 | locale",
        "built | 3 mars 2026 | 3 März 2026 | locale",
        "name | TITLE title | TITLE tıtle | locale",
        "value | 0.12345 | 0.1234 | float-rounding",
        "value | 0.12345 | 0.12346 | float-rounding",
        "value | 1.2345e3 | 1.2346e3 | float-rounding",
        "value | 0.30000000000000004 | 0.3000000000000001 | thread-count",
        "host | alpha | beta | host-name",
        "by | ci@ip-10-0-0-1 | ci@ip-10-0-0-2 | host-name",
        "by | from a.local | from b.local | host-name",
        "dir | at /home/ann/x | at /tmp/build7/x | host-name",
        "dir | C:\\Users\\ann | C:\\Users\\ben | host-name",
      })
  void namesTheCauseThatFits(String hint, String recorded, String rebuilt, String cause) {
    assertThat(Evidence.of(hint, recorded, rebuilt)).map(Cause::id).contains(cause);
  }

  @ParameterizedTest(name = "{1} and {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "version | 1.2.3 | 1.2.4",
        "version | 1.10 | 1.1",
        "version | v1.0.0 | v1.0.1",
        "name | alpha | beta",
        "size | 1767225600 | 1767225601",
        "digest | sha256:aaaa | sha256:bbbb",
        "url | https://example.org/a | https://example.org/b",
        "purl | pkg:maven/a/b@1.2.3 | pkg:maven/a/b@1.2.4",
        "image | registry.example/face@sha256:aa | registry.example/face@sha256:bb",
        "score | 0.5 | 0.6",
        "score | 0.1234 | 0.9234",
        "count | 1000 | 1001",
        "text | may | june",
        "time | soon | later",
        "path | /opt/app/a.py | /opt/app/b.py",
      })
  void saysNothingWhereTheEvidenceFitsNoCause(String hint, String recorded, String rebuilt) {
    assertThat(Evidence.of(hint, recorded, rebuilt)).isEmpty();
  }

  @Test
  void namesLineEndsAndPadding() {
    assertThat(Evidence.of("", "a\nb", "a\r\nb")).contains(Cause.LINE_ENDS);
    assertThat(Evidence.of("", "a", "a\0\0")).contains(Cause.PADDING);
  }

  @Test
  void countsStepsBetweenFloats() {
    assertThat(Ulps.between(1f, Math.nextUp(Math.nextUp(1f)))).isEqualTo(2);
    assertThat(Ulps.between(-Float.MIN_VALUE, Float.MIN_VALUE)).isEqualTo(2);
    assertThat(Ulps.between(0f, Float.NaN)).isEqualTo(Long.MAX_VALUE);
    assertThat(Ulps.between(1.0, Math.nextDown(1.0))).isEqualTo(1);
    assertThat(Ulps.between(-Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }
}
