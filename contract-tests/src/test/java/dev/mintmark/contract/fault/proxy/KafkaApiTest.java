package dev.mintmark.contract.fault.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KafkaApiTest {
  private static final int METADATA = 3;
  private static final int PRODUCE = 0;

  @Test
  void putsItsOwnPortWhereAnAnswerNamesTheBrokers() {
    byte[] answer = answer(20_001, 20_002);

    KafkaApi.redirect(METADATA, answer, 20_002, 65_000);

    assertThat(answer).isEqualTo(answer(20_001, 65_000));
  }

  @Test
  void leavesAnswersAloneThatNameNoBroker() {
    byte[] answer = answer(20_001, 20_002);

    KafkaApi.redirect(PRODUCE, answer, 20_002, 65_000);

    assertThat(answer).isEqualTo(answer(20_001, 20_002));
  }

  @Test
  void tellsAFetchThatBringsRecordsFromAnEmptyOne() {
    assertThat(KafkaApi.answered(1, new byte[1000])).isEqualTo("records");
    assertThat(KafkaApi.answered(1, new byte[60])).isEqualTo("fetch");
    assertThat(KafkaApi.answered(26, new byte[1000])).isEqualTo("endTxn");
  }

  private static byte[] answer(int first, int second) {
    byte[] host = "127.0.0.1".getBytes(US_ASCII);
    return ByteBuffer.allocate(40)
        .putInt(7)
        .put(host)
        .putInt(first)
        .put(host)
        .putInt(second)
        .array();
  }
}
