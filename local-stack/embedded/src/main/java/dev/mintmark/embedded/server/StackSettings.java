package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.access.S3Identity;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What to start and where.
 *
 * @param dataDirectory absolute and normalised: S3Proxy loses objects under any other path
 * @param cacheDirectory where PostgreSQL is unpacked, and the schema registry was by the build; may
 *     be shared between stacks
 * @param parts what to start; a schema registry brings PostgreSQL
 * @param ports fixed ports by name; a name that is missing gets a free port, kept over restarts
 * @param s3Identities those that may do some things, beside the one that may do everything
 * @param kafkaIdentities names of those that come to Kafka with a password, beside the one that may
 *     do everything; where there are none, whoever comes may do everything, without a password
 */
public record StackSettings(
    Path dataDirectory,
    Path cacheDirectory,
    Set<Part> parts,
    Map<PortName, Integer> ports,
    List<S3Identity> s3Identities,
    List<String> kafkaIdentities) {
  private static final Pattern NAME = Pattern.compile("mintmark-[a-z]+(-[a-z]+)*");

  /** With no identity but that of rebuilds in S3. */
  public StackSettings(
      Path dataDirectory, Path cacheDirectory, Set<Part> parts, Map<PortName, Integer> ports) {
    this(dataDirectory, cacheDirectory, parts, ports, List.of(S3Identity.REBUILD), List.of());
  }

  public StackSettings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no part of the stack is named");
    }
    parts = EnumSet.copyOf(parts);
    if (parts.contains(Part.SCHEMA_REGISTRY)) {
      parts.add(Part.POSTGRESQL);
    }
    ports = Map.copyOf(ports);
    s3Identities = List.copyOf(s3Identities);
    kafkaIdentities = List.copyOf(kafkaIdentities);
    for (String name : kafkaIdentities) {
      if (!NAME.matcher(name).matches() || name.equals(KafkaUsers.BROKER)) {
        throw new IllegalArgumentException("not a name of an identity: '" + name + "'");
      }
    }
  }

  /** Whether there is a listener of that name. */
  boolean has(PortName name) {
    return parts.contains(name.part())
        && (name != PortName.KAFKA_SASL || !kafkaIdentities.isEmpty());
  }
}
