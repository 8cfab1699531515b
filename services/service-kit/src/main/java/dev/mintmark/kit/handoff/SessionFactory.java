package dev.mintmark.kit.handoff;

/** Opens sessions with the broker. */
@FunctionalInterface
interface SessionFactory {
  /** Throws when the broker, the topic or the group's offsets are not there. */
  Session open();
}
