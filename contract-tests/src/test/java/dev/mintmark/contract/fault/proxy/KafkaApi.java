package dev.mintmark.contract.fault.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Kafka's requests by the number that stands in front of each. */
final class KafkaApi {
  private static final int FETCH = 1;

  /** Those whose answers say where the broker is. */
  private static final Set<Integer> NAME_THE_BROKER = Set.of(3, 10, 60);

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0, "produce"),
          Map.entry(FETCH, "fetch"),
          Map.entry(2, "listOffsets"),
          Map.entry(3, "metadata"),
          Map.entry(8, "offsetCommit"),
          Map.entry(9, "offsetFetch"),
          Map.entry(10, "findCoordinator"),
          Map.entry(11, "joinGroup"),
          Map.entry(12, "heartbeat"),
          Map.entry(13, "leaveGroup"),
          Map.entry(14, "syncGroup"),
          Map.entry(17, "saslHandshake"),
          Map.entry(18, "apiVersions"),
          Map.entry(22, "initProducerId"),
          Map.entry(24, "addPartitionsToTxn"),
          Map.entry(25, "addOffsetsToTxn"),
          Map.entry(26, "endTxn"),
          Map.entry(28, "txnOffsetCommit"),
          Map.entry(36, "saslAuthenticate"),
          Map.entry(60, "describeCluster"));

  /** An answer to a fetch is longer only where it holds a record: an envelope alone is. */
  private static final int FETCH_WITHOUT_RECORDS = 500;

  private KafkaApi() {}

  static String name(int api) {
    return NAMES.getOrDefault(api, "api" + api);
  }

  /** The operation of an answer; that of a fetch says whether it brings records. */
  static String answered(int api, byte[] answer) {
    return api == FETCH && answer.length > FETCH_WITHOUT_RECORDS ? "records" : name(api);
  }

  /**
   * Puts the proxy's port where an answer names the broker's, so that the client comes through the
   * proxy again. In every version host and port stand side by side, and both ports have four bytes.
   */
  static void redirect(int api, byte[] answer, int brokerPort, int proxyPort) {
    if (!NAME_THE_BROKER.contains(api)) {
      return;
    }
    byte[] host = "127.0.0.1".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + host.length + 4 <= answer.length; at++) {
      int port = at + host.length;
      if (matches(answer, at, host) && number(answer, port) == brokerPort) {
        for (int i = 0; i < 4; i++) {
          answer[port + i] = (byte) (proxyPort >>> (24 - 8 * i));
        }
      }
    }
  }

  private static boolean matches(byte[] bytes, int at, byte[] wanted) {
    return java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static int number(byte[] bytes, int at) {
    return java.nio.ByteBuffer.wrap(bytes, at, 4).getInt();
  }
}
