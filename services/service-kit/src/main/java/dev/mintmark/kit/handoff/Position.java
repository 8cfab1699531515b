package dev.mintmark.kit.handoff;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record stands in the log. */
public record Position(String topic, int partition, long offset) {
  private static final Pattern TEXT =
      Pattern.compile("([a-z0-9.]{1,128})/([0-9]{1,9})@([0-9]{1,18})");

  static Position of(ConsumerRecord<?, ?> message) {
    return new Position(message.topic(), message.partition(), message.offset());
  }

  /**
   * Reads {@code topic/partition@offset}.
   *
   * @throws IllegalArgumentException for any other form
   */
  public static Position parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a position: '" + text + "'; it is topic/partition@offset");
    }
    return new Position(
        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "@" + offset;
  }
}
