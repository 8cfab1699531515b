package dev.mintmark.cli.failure;

import java.util.Map;

/** What goes wrong with a broker, whoever asks it. */
public final class BrokerTrouble {
  private BrokerTrouble() {}

  /**
   * It does not answer.
   *
   * @param access of a Kafka client
   */
  public static CommandException away(Map<String, Object> access, Exception cause) {
    return new CommandException(
        Exit.NOT_REACHABLE,
        "CLI-050",
        "cannot reach the log at %s: %s; is the broker up?"
            .formatted(servers(access), cause.getMessage()),
        cause);
  }

  /** No client can be made for it. */
  public static CommandException noAddress(Map<String, Object> access, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new CommandException(
        Exit.USAGE,
        "CLI-051",
        "cannot use the bootstrap servers '%s': %s; write host:port,host:port"
            .formatted(servers(access), cause.getMessage()),
        e);
  }

  private static String servers(Map<String, Object> access) {
    return String.valueOf(access.get("bootstrap.servers"));
  }
}
