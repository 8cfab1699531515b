package dev.mintmark.gate.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.policy.Policy;
import java.util.Arrays;

/** Makes a verdict again from the bytes that it was made of. */
public final class Recompute {
  private static final int SHOWN = 60;

  private Recompute() {}

  /** What came out. */
  public sealed interface Result {}

  /** The same bytes. */
  public record Same() implements Result {}

  /**
   * Other bytes.
   *
   * @param at offset of the first byte that differs
   * @param found the stored verdict from about there
   * @param expected the verdict made again, from there
   */
  public record Different(int at, String found, String expected) implements Result {}

  /**
   * Judges again and compares.
   *
   * @throws IllegalArgumentException when policy or evidence are unreadable or do not belong
   *     together; the message has its code
   */
  public static Result same(byte[] policy, byte[] evidence, byte[] verdict) {
    byte[] again = Judge.judge(Policy.parse(policy), Evidence.read(evidence)).write();
    int at = Arrays.mismatch(verdict, again);
    return at < 0 ? new Same() : new Different(at, excerpt(verdict, at), excerpt(again, at));
  }

  private static String excerpt(byte[] bytes, int at) {
    int from = Math.max(0, at - SHOWN / 3);
    int to = Math.min(bytes.length, at + SHOWN);
    return from >= to ? "" : new String(bytes, from, to - from, UTF_8);
  }
}
