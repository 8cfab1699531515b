package dev.mintmark.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the ledger can be told beside {@code mintmark.kafka} and {@code quarkus.datasource}. */
@ConfigMapping(prefix = "mintmark.ledger")
public interface LedgerConfig {

  /** Records projected in one database transaction, at most. */
  @WithDefault("2000")
  int batch();

  /** How often Kafka and PostgreSQL are asked whether they are there while nothing happens. */
  @WithDefault("5s")
  Duration probe();

  /** Pause before a failed projection starts again; doubles up to {@link #longestPause}. */
  @WithDefault("500ms")
  Duration shortestPause();

  /** Longest pause before a failed projection starts again. */
  @WithDefault("10s")
  Duration longestPause();

  /** Whether this ledger replays and judges, too; one that does not only projects and answers. */
  @WithDefault("true")
  boolean rebuilds();

  /**
   * PEM files of the public keys that have signed releases, older ones included; a verdict on a
   * release that another key signed stays undecided.
   */
  Optional<List<Path>> releasePublicKeys();

  /** The same of the keys that have attested SBOMs and provenance. */
  Optional<List<Path>> evidencePublicKeys();
}
