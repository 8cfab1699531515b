package dev.mintmark.cli.log;

import java.util.Optional;

/**
 * What is wrong with a log.
 *
 * @param offset of the first record that shows it; empty where it concerns the partition
 */
record Fault(String topic, int partition, Optional<Long> offset, String found) {
  String text() {
    return "%s-%d%s: %s"
        .formatted(topic, partition, offset.map(o -> " at offset " + o).orElse(""), found);
  }
}
