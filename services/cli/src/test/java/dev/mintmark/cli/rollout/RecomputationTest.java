package dev.mintmark.cli.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.rollout.Recomputation.Different;
import dev.mintmark.cli.rollout.Recomputation.Same;
import dev.mintmark.content.Digest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecomputationTest {
  private final byte[] policy = Judged.POLICY.getBytes(UTF_8);
  private final byte[] evidence = Judged.evidence();
  private final byte[] verdict = Judged.verdict();

  @Test
  void comesOutTheSame() {
    assertThat(again(policy, evidence, verdict, verdict)).isInstanceOf(Same.class);
  }

  @Test
  void tellsWhereAnotherVerdictDiffers() {
    byte[] other = new String(verdict, UTF_8).replace("HOLD", "PROMOTE").getBytes(UTF_8);
    assertThat(again(policy, evidence, other, other))
        .isInstanceOfSatisfying(
            Different.class,
            different ->
                assertThat(different.found()).startsWith("byte ").contains("PROMOTE", "HOLD"));
  }

  @Test
  void refusesAVerdictThatIsNotTheOneThatWasNoted() {
    byte[] other = Arrays.copyOf(verdict, verdict.length + 1);
    assertThat(again(policy, evidence, verdict, other))
        .isEqualTo(
            new Different(
                "the verdict is not the one that was judged: "
                    + Digest.of(other)
                    + " instead of "
                    + Digest.of(verdict)));
  }

  @Test
  void refusesAPolicyThatWasReplaced() {
    byte[] softer = Judged.POLICY.replace("0.05", "0.5").getBytes(UTF_8);
    Judgement judgement =
        new Judgement(1, "HOLD", Digest.of(verdict).toString(), Digest.of(evidence).toString());
    assertThat(Recomputation.of(Digest.of(policy).toString(), judgement, softer, evidence, verdict))
        .isInstanceOfSatisfying(
            Different.class,
            different -> assertThat(different.found()).startsWith("the policy is not the one"));
  }

  @Test
  void saysThatEvidenceCannotBeRead() {
    byte[] damaged = Arrays.copyOf(evidence, evidence.length - 1);
    assertThat(again(policy, damaged, verdict, verdict))
        .isInstanceOfSatisfying(
            Different.class,
            different ->
                assertThat(different.found())
                    .startsWith("it cannot be made again: ")
                    .contains("GAT-"));
  }

  /** {@code noted}: what the controller says that the verdict was. */
  private static Recomputation again(byte[] policy, byte[] evidence, byte[] noted, byte[] stored) {
    Judgement judgement =
        new Judgement(1, "HOLD", Digest.of(noted).toString(), Digest.of(evidence).toString());
    return Recomputation.of(Digest.of(policy).toString(), judgement, policy, evidence, stored);
  }
}
