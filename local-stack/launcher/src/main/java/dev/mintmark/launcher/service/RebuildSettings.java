package dev.mintmark.launcher.service;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.access.KafkaAccess;
import dev.mintmark.launcher.access.KafkaLogin;
import dev.mintmark.launcher.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the steps of every rebuild of this stack get: where its servers are, and the identities of
 * rebuilds. Written by the stack's launcher, read by those of rebuilds.
 */
public final class RebuildSettings {
  private static final String NAME = "rebuild";

  private RebuildSettings() {}

  /** Writes the file, mode 0600. */
  public static void write(Home home, Endpoints endpoints) throws IOException {
    SortedMap<String, String> values =
        new TreeMap<>(KafkaLogin.properties(endpoints, KafkaAccess.REBUILD));
    values.put("mintmark.store.endpoint", endpoints.s3Endpoint().toString());
    values.put("mintmark.store.bucket", endpoints.s3Bucket());
    values.put("mintmark.store.region", "us-east-1");
    values.put("mintmark.store.access-key", endpoints.s3RebuildAccessKey());
    values.put("mintmark.store.secret-key", endpoints.s3RebuildSecretKey());
    PrivateFiles.write(home.configuration(NAME), values);
  }

  /**
   * Reads it for one rebuild.
   *
   * @param since when it was ordered
   * @throws StackException STK-041 where no stack of this build ever ran here
   */
  public static SortedMap<String, String> read(Home home, String run, Instant since)
      throws IOException {
    Path file = home.configuration(NAME);
    if (!Files.exists(file)) {
      throw new StackException(
          "STK-041", "cannot rebuild: no " + file + "; `mintmark up` writes it");
    }
    SortedMap<String, String> values = PrivateFiles.read(file);
    values.put("mintmark.run", run);
    values.put("mintmark.since", since.toString());
    return values;
  }
}
