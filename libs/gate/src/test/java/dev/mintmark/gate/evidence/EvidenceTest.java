package dev.mintmark.gate.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.study.Policies;
import dev.mintmark.gate.study.Scenario;
import dev.mintmark.gate.study.SimulatedRollout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
  private static final Evidence EVIDENCE =
      new SimulatedRollout(3, new Scenario(2, 10, 20, 0, 0, 0), Policies.of(2, 10, 1)).lastLook();
  private static final String TEXT = new String(EVIDENCE.write(), US_ASCII);

  @Test
  void readsWhatItWrote() {
    assertThat(Evidence.read(EVIDENCE.write())).isEqualTo(EVIDENCE);
    assertThat(Evidence.read(EVIDENCE.write()).write()).isEqualTo(EVIDENCE.write());
  }

  @Test
  void theOrderOfDevicesLeavesNoTrace() {
    List<DeviceEvidence> devices = new ArrayList<>(EVIDENCE.devices());
    Collections.shuffle(devices, new Random(1));

    assertThat(with(devices, SimulatedRollout.OLD).write()).isEqualTo(EVIDENCE.write());
  }

  private static Evidence with(List<DeviceEvidence> devices, Digest baseline) {
    return new Evidence(
        EVIDENCE.rollout(),
        EVIDENCE.release(),
        EVIDENCE.index(),
        baseline,
        EVIDENCE.policyDigest(),
        0,
        1,
        true,
        false,
        EVIDENCE.before(),
        EVIDENCE.after(),
        devices,
        EVIDENCE.summaries());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a space | '\"stage\":0' | '\"stage\": 0'",
        "an unknown field | '\"stage\":0' | '\"stage\":0,\"more\":1'",
        "a doubled field | '\"stage\":0' | '\"stage\":0,\"stage\":0'",
        "another order | '\"stage\":0,\"look\":1' | '\"look\":1,\"stage\":0'",
        "a missing field | '\"stage\":0,' | ''",
        "another schema | evidence/v1 | evidence/v2",
        "a number as text | '\"look\":1' | '\"look\":\"1\"'",
        "a fraction | '\"look\":1' | '\"look\":1.0'",
        "an exponent | '\"look\":1' | '\"look\":1e0'",
        "a look too large | '\"look\":1' | '\"look\":4294967297'",
        "look 0 | '\"look\":1' | '\"look\":0'",
        "a negative stage | '\"stage\":0' | '\"stage\":-1'",
        "no boolean | '\"lastLook\":true' | '\"lastLook\":1'",
        "an unknown arm | CANARY | CONTROL",
        "an unknown smoke test | PASSED | SKIPPED",
        "an escape | CANARY | '\\u0043ANARY'",
        "no digest | '\"policy\":\"sha256:' | '\"policy\":\"sha512:'",
        "windows that overlap | '\"start\":1860000' | '\"start\":1799999'",
        "a window that ends before it begins | '\"end\":3660000' | '\"end\":1860000000,\"x\":1'",
        "negative requests | '\"requests\":200' | '\"requests\":-200'",
        "fewer requests than errors | '\"requests\":200,\"errors\":0' |"
            + " '\"requests\":200,\"errors\":201'",
        "a bad device name | cpu-amd64- | cpu-amd64--",
        "a bad rollout | '\"rollout\":\"face' | '\"rollout\":\" face'",
        "offsets that fall | '\"begin\":5,\"end\":500' | '\"begin\":501,\"end\":500'",
        "a partition twice | '\"partition\":1' | '\"partition\":0'",
        "no Base64 | '\"latencies\":\"' | '\"latencies\":\"!'",
        "no sketch | '\"latencies\":\"B' | '\"latencies\":\"C'"
      })
  void refuses(String what, String old, String replacement) {
    String changed = TEXT.replace(old, replacement == null ? "" : replacement);

    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> Evidence.read(changed.getBytes(US_ASCII)))
        .withMessageStartingWith("cannot judge the evidence: it ")
        .satisfies(e -> assertThat(e.code()).isIn("GAT-020", "GAT-021"));
    assertThat(changed).as("the row changes something").isNotEqualTo(TEXT);
  }

  @Test
  void refusesADeviceThatIsNamedTwice() {
    List<DeviceEvidence> twice = new ArrayList<>(EVIDENCE.devices());
    twice.add(twice.getFirst());

    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> with(twice, SimulatedRollout.OLD))
        .withMessageContaining("twice");
  }

  @Test
  void refusesAReleaseThatIsComparedWithItself() {
    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> with(EVIDENCE.devices(), SimulatedRollout.NEW))
        .withMessageContaining("with itself");
  }

  @Test
  void refusesASketchInAnotherForm() {
    // One bin, contiguous: its one form is the sparse one, or the other way around.
    byte[] sparse = {5, 1, (byte) 0xd0, 4, 2};
    byte[] dense = {13, 1, (byte) 0xd0, 4, 2, 2};

    assertThat(new Side(1, 1, 0, 0, sparse).latencies().count()).isEqualTo(1);
    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> new Side(1, 1, 0, 0, dense));
  }

  @Test
  void everyPrefixIsRefused() {
    byte[] bytes = EVIDENCE.write();
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] prefix = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(InvalidEvidenceException.class)
          .isThrownBy(() -> Evidence.read(prefix));
    }
  }

  @Test
  void changedBytesAreRefusedOrReadAsTheyAre() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = EVIDENCE.write();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        assertThat(Evidence.read(bytes).write()).isEqualTo(bytes);
      } catch (InvalidEvidenceException e) {
        assertThat(e.code()).isIn("GAT-020", "GAT-021");
      }
    }
  }

  @Test
  void theArmsMustBeThoseOfThePlan() {
    SimulatedRollout rollout =
        new SimulatedRollout(3, new Scenario(2, 10, 20, 0, 0, 0), Policies.of(2, 10, 1));
    SimulatedRollout other =
        new SimulatedRollout(4, new Scenario(2, 10, 20, 0, 0, 0), Policies.of(2, 10, 1));
    List<DeviceEvidence> fewer = EVIDENCE.devices().subList(1, EVIDENCE.devices().size());

    EVIDENCE.checkArms(rollout.plan());
    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> EVIDENCE.checkArms(other.plan()));
    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> with(fewer, SimulatedRollout.OLD).checkArms(rollout.plan()))
        .withMessageContaining("as in no arm");
  }
}
