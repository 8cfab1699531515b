package dev.mintmark.kit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Configuration that every service has. */
@ConfigMapping(prefix = "mintmark")
public interface KitConfig {
  Kafka kafka();

  Store store();

  HandOffs handOff();

  /**
   * Tells replicas of one service apart; part of the transactional id, so it must stay the same
   * over restarts.
   */
  @WithDefault("0")
  String instance();

  /** What this process is part of: {@code live}, or the rebuild whose steps it runs. */
  @WithDefault("live")
  String run();

  /** Of a rebuild's steps: when it was ordered. What its topics held before is not looked at. */
  Optional<Instant> since();

  /** What this process runs as; without it no hand-off says so. */
  Optional<Toolchain> toolchain();

  /** The same as {@link #run()}, checked. */
  default Run runOf() {
    return new Run(run());
  }

  /** Secrets of the roles, a JSON object; without it every protected endpoint answers 401. */
  Optional<Path> tokensFile();

  /** Key of the devices' tokens, 64 hex digits; without it no device's token is valid. */
  Optional<Path> deviceTokenKey();

  /** Base of a schema registry's API, for services that write or read framed topics. */
  Optional<URI> schemaRegistry();

  /** Scratch space for artifacts larger than memory; emptied by nobody else. */
  Path workDir();

  /** What the process runs as, as whoever started it found it. */
  interface Toolchain {
    /** The toolchain document, canonical JSON; its digest is named in every hand-off. */
    Path document();

    /** The files of the distribution: the tree that the document names. */
    Path files();

    /** Where those files are. */
    Path folder();
  }

  /** The broker. */
  interface Kafka {
    String bootstrapServers();

    /** As whom to come, by SCRAM-SHA-512; without it the broker asks nobody. */
    Optional<String> username();

    Optional<String> password();
  }

  /** How hand-offs are run. */
  interface HandOffs {
    /** How many records are polled at once and handed off in one transaction, at most. */
    @WithDefault("1")
    int batch();
  }

  /** Any S3. */
  interface Store {
    URI endpoint();

    @WithDefault("mintmark")
    String bucket();

    @WithDefault("us-east-1")
    String region();

    String accessKey();

    String secretKey();
  }
}
