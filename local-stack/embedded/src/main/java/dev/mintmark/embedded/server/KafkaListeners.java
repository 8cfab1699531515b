package dev.mintmark.embedded.server;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the broker listens, always on loopback.
 *
 * @param port without a password
 * @param controllerPort of its own controller
 * @param sasl with a password; empty where everybody may do everything
 */
record KafkaListeners(int port, int controllerPort, Optional<Sasl> sasl) {
  /**
   * The listener that asks who one is.
   *
   * @param passwords of all that may come, the broker itself included
   */
  record Sasl(int port, SortedMap<String, String> passwords) {
    Sasl {
      passwords = new TreeMap<>(passwords);
    }

    String bootstrapServers() {
      return "127.0.0.1:" + port;
    }

    String password(String identity) {
      String password = passwords.get(identity);
      if (password == null) {
        throw new IllegalArgumentException("no such identity: " + identity);
      }
      return password;
    }

    /** Names only: the values are secrets. */
    @Override
    public String toString() {
      return "Sasl[" + port + ", " + passwords.keySet() + "]";
    }
  }

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }
}
