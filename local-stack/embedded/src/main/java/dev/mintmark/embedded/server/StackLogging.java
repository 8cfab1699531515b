package dev.mintmark.embedded.server;

/** Warnings and errors of Kafka and S3, to standard error; to be set before their classes load. */
public final class StackLogging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private StackLogging() {}

  public static void configure() {
    set("defaultLogLevel", "warn");
    set("showDateTime", "true");
    set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    // The client's normal life: a broker that stops, a connection that ends.
    set("log.org.apache.kafka.clients.NetworkClient", "error");
    set("log.org.apache.kafka.common.utils.AppInfoParser", "error");
  }

  private static void set(String key, String value) {
    if (System.getProperty(PREFIX + key) == null) {
      System.setProperty(PREFIX + key, value);
    }
  }
}
