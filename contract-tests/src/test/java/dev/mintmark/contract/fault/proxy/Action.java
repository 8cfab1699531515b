package dev.mintmark.contract.fault.proxy;

import java.time.Duration;

/** What a proxy does at a window. */
public sealed interface Action {

  /** Carries on. */
  record Pass() implements Action {}

  /** Closes the connection on both sides; what was to be carried is lost. */
  record Cut() implements Action {}

  /** Carries on later. */
  record Stall(Duration pause) implements Action {}

  /** Answers in S3's place with an error; of an answered request the answer is replaced. */
  record Fail(int status, String code) implements Action {}

  /** Breaks an answer of S3 off in the middle of its body. */
  record Truncate() implements Action {}

  /**
   * Flips one bit of the body of S3's answer.
   *
   * @param bit counted from the first byte's lowest one, modulo the body's length
   */
  record Flip(long bit) implements Action {}
}
