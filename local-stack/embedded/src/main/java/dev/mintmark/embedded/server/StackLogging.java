package dev.mintmark.embedded.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Warnings and errors of Kafka and S3; to be set before their classes load. */
public final class StackLogging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private StackLogging() {}

  /** To standard error. */
  public static void configure() {
    set("defaultLogLevel", "warn");
    set("showDateTime", "true");
    set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    // The client's normal life: a broker that stops, a connection that ends.
    set("log.org.apache.kafka.clients.NetworkClient", "error");
    set("log.org.apache.kafka.common.utils.AppInfoParser", "error");
  }

  /** To a file, and with them all that libraries print: a terminal is for the launcher's words. */
  public static void configure(Path log) throws IOException {
    PrintStream file =
        new PrintStream(
            Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            true,
            StandardCharsets.UTF_8);
    System.setErr(file);
    configure();
  }

  private static void set(String key, String value) {
    if (System.getProperty(PREFIX + key) == null) {
      System.setProperty(PREFIX + key, value);
    }
  }
}
