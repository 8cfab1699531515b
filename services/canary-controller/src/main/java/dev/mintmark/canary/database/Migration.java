package dev.mintmark.canary.database;

import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;

/** Makes the tables that are not there, once, by whoever needs them first. */
@Singleton
public class Migration {
  private final Flyway flyway;
  private boolean done;

  Migration(Flyway flyway) {
    this.flyway = flyway;
  }

  /** Migrates, unless it is done. */
  public synchronized void ensure() {
    if (!done) {
      flyway.migrate();
      done = true;
    }
  }
}
