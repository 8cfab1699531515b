package dev.mintmark.canary.rollout;

import dev.mintmark.canary.evidence.SummaryReader;
import dev.mintmark.gate.policy.Policy;

/** An open rollout as the engine follows it. */
record Watch(Policy policy, Course course, SummaryReader reader) implements AutoCloseable {
  @Override
  public void close() {
    reader.close();
  }
}
