package dev.mintmark.canary.rollout;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** What a controller stands on: log and artifact store, and a database, which can be lost alone. */
final class Backend implements AutoCloseable {
  private static final Set<Part> LOG = EnumSet.of(Part.KAFKA, Part.S3);
  private static final Set<Part> DATABASE = EnumSet.of(Part.POSTGRESQL);

  private final Path folder;
  private EmbeddedStack log;
  private EmbeddedStack database;

  private Backend(Path folder, EmbeddedStack log, EmbeddedStack database) {
    this.folder = folder;
    this.log = log;
    this.database = database;
  }

  static Backend start(Path folder) {
    EmbeddedStack log = EmbeddedStack.start(folder.resolve("log"), LOG);
    return new Backend(folder, log, EmbeddedStack.start(folder.resolve("database"), DATABASE));
  }

  /** Which part of it goes away. */
  enum Outage {
    LOG,
    DATABASE,
    BOTH;

    private boolean isOf(Outage part) {
      return this == BOTH || this == part;
    }
  }

  /** Kafka and S3. */
  EmbeddedStack log() {
    return log;
  }

  /** PostgreSQL. */
  EmbeddedStack database() {
    return database;
  }

  void lose(Outage outage) {
    if (outage.isOf(Outage.LOG)) {
      log.kill();
    }
    if (outage.isOf(Outage.DATABASE)) {
      database.kill();
    }
  }

  /** It comes back with its data, at the same address. */
  void regain(Outage outage) {
    if (outage.isOf(Outage.LOG)) {
      log = EmbeddedStack.start(folder.resolve("log"), LOG);
    }
    if (outage.isOf(Outage.DATABASE)) {
      database = EmbeddedStack.start(folder.resolve("database"), DATABASE);
    }
  }

  @Override
  public void close() {
    database.close();
    log.close();
  }
}
