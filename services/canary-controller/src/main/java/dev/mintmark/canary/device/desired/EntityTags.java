package dev.mintmark.canary.device.desired;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entity tags of orders: the sequence in quotation marks. */
final class EntityTags {
  private EntityTags() {}

  static String of(long order) {
    return "\"" + order + "\"";
  }

  /**
   * Whether If-None-Match (RFC 9110, section 13.1.2: weak comparison) names the order.
   *
   * @param header as sent; null for none
   */
  static boolean names(@Nullable String header, long order) {
    if (header == null || order == 0) {
      return false;
    }
    String tag = of(order);
    return header.equals(tag) || Arrays.stream(header.split(",")).anyMatch(t -> same(t, tag));
  }

  private static boolean same(String sent, String tag) {
    String bare = sent.strip();
    return bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag);
  }
}
