package dev.mintmark.kit.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokensTest {
  private static final DeviceIdentity EDGE_7 = new DeviceIdentity("edge-7", "cpu-arm64", 2);
  private final DeviceTokens tokens = new DeviceTokens(key(1));

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    key[0] = (byte) fill;
    return key;
  }

  @Test
  void knowsTheHolderOfItsOwnToken() {
    assertThat(tokens.verify(tokens.issue(EDGE_7))).contains(EDGE_7);
  }

  @Test
  void issuesTheSameTokenAgain() {
    assertThat(tokens.issue(EDGE_7)).isEqualTo(new DeviceTokens(key(1)).issue(EDGE_7));
  }

  @Test
  void refusesATokenOfAnotherKey() {
    assertThat(tokens.verify(new DeviceTokens(key(2)).issue(EDGE_7))).isEmpty();
  }

  @ParameterizedTest(name = "{0} for {1}")
  @org.junit.jupiter.params.provider.CsvSource({
    "edge-7,edge-8",
    "cpu-arm64,cpu-amd64",
    ":2:,:3:",
    "mmd1:,mmd2:"
  })
  void refusesAChangedWord(String word, String other) {
    assertThat(tokens.verify(tokens.issue(EDGE_7).replace(word, other))).isEmpty();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "mmd1:", "mmd1::", "mmd1:a:b:1:", "mmd1:a:b:1:AAAA", "edge-7"})
  void refusesWhatIsNoToken(String token) {
    assertThat(tokens.verify(token)).isEmpty();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "Edge", "a:b", "-a", "a--b", "ä"})
  void refusesAnIdThatIsNoName(String id) {
    assertThatThrownBy(() -> new DeviceIdentity(id, "cpu-arm64", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KIT-040");
  }

  @Test
  void refusesAKeyOfAnotherLength() {
    assertThatThrownBy(() -> new DeviceTokens(new byte[31])).hasMessageContaining("KIT-041");
  }
}
