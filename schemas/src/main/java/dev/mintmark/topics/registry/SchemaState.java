package dev.mintmark.topics.registry;

import dev.mintmark.topics.Topic;

/** What the registry says to a topic's schema. */
public sealed interface SchemaState {
  Topic topic();

  /**
   * It is there, now or since before.
   *
   * @param id that framed values carry
   */
  record Registered(Topic topic, int id) implements SchemaState {}

  /**
   * Records of earlier versions could not be read with it.
   *
   * @param found the registry's words
   */
  record Refused(Topic topic, String found) implements SchemaState {}
}
