package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.access.S3Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** How each part of one stack is started. */
final class StackPlan {
  private final StackSettings settings;
  private final DataDirectory directory;
  private final Secrets secrets;
  private final Map<PortName, Integer> ports;

  private StackPlan(
      StackSettings settings,
      DataDirectory directory,
      Secrets secrets,
      Map<PortName, Integer> ports) {
    this.settings = settings;
    this.directory = directory;
    this.secrets = secrets;
    this.ports = ports;
  }

  /** Ends orphans, chooses ports, and makes secrets where there are none. */
  static StackPlan of(StackSettings settings, DataDirectory directory) throws IOException {
    Orphans.endIn(directory);
    Secrets secrets =
        Secrets.keptIn(
            directory.file("secrets.properties"),
            settings.s3Identities().stream().map(S3Identity::name).toList(),
            KafkaUsers.all(settings.kafkaIdentities()));
    return new StackPlan(settings, directory, secrets, ports(settings, directory));
  }

  /** Every part that stands on no other. */
  Map<Part, Callable<Server>> starts() throws IOException {
    Map<Part, Callable<Server>> starts = new EnumMap<>(Part.class);
    Set<Part> parts = EnumSet.copyOf(settings.parts());
    parts.remove(Part.SCHEMA_REGISTRY);
    for (Part part : parts) {
      starts.put(part, start(part));
    }
    return starts;
  }

  /** The schema registry, once PostgreSQL is up; empty where none is wanted. */
  Optional<SchemaRegistryServer> launchRegistry() throws IOException {
    if (!settings.parts().contains(Part.SCHEMA_REGISTRY)) {
      return Optional.empty();
    }
    String database =
        "jdbc:postgresql://127.0.0.1:"
            + port(PortName.POSTGRESQL)
            + "/"
            + SchemaRegistryServer.DATABASE;
    SchemaRegistryProgram program =
        new SchemaRegistryProgram(
            settings.cacheDirectory(),
            directory.folder(Part.SCHEMA_REGISTRY.label()),
            directory.folder("logs").resolve("schema-registry.log"),
            port(PortName.SCHEMA_REGISTRY),
            port(PortName.SCHEMA_REGISTRY_MANAGEMENT),
            Map.of(
                "APICURIO_DATASOURCE_URL",
                database,
                "APICURIO_DATASOURCE_USERNAME",
                PostgresServer.USER,
                "APICURIO_DATASOURCE_PASSWORD",
                secrets.postgresPassword()));
    return Optional.of(SchemaRegistryServer.launch(program));
  }

  private Callable<Server> start(Part part) throws IOException {
    Path folder = directory.folder(part.label());
    return switch (part) {
      case KAFKA -> () -> KafkaServer.start(folder, kafkaListeners());
      case S3 -> {
        Preflight.requireExtendedAttributes(folder);
        yield () -> S3Server.start(folder, port(PortName.S3), secrets, settings.s3Identities());
      }
      case POSTGRESQL -> postgres(folder);
      case SCHEMA_REGISTRY -> throw new IllegalArgumentException("stands on PostgreSQL");
    };
  }

  private KafkaListeners kafkaListeners() {
    Optional<KafkaListeners.Sasl> sasl =
        settings.has(PortName.KAFKA_SASL)
            ? Optional.of(
                new KafkaListeners.Sasl(port(PortName.KAFKA_SASL), secrets.kafkaPasswords()))
            : Optional.empty();
    return new KafkaListeners(port(PortName.KAFKA), port(PortName.KAFKA_CONTROLLER), sasl);
  }

  private Callable<Server> postgres(Path folder) throws IOException {
    boolean root = Preflight.isRoot();
    if (root) {
      Preflight.requireUserNamespaces();
    }
    Path log = directory.folder("logs").resolve("postgresql.log");
    boolean registry = settings.parts().contains(Part.SCHEMA_REGISTRY);
    List<String> databases = registry ? List.of(SchemaRegistryServer.DATABASE) : List.of();
    return () -> {
      Path binaries = PostgresBinaries.unpackInto(settings.cacheDirectory());
      PostgresCluster cluster = new PostgresCluster(binaries, folder, root);
      return PostgresServer.start(
          cluster, databases, port(PortName.POSTGRESQL), secrets.postgresPassword(), log);
    };
  }

  private int port(PortName name) {
    return Objects.requireNonNull(ports.get(name), name.label());
  }

  private static Map<PortName, Integer> ports(StackSettings settings, DataDirectory directory)
      throws IOException {
    Ports kept = Ports.keptIn(directory.file("ports.properties"));
    Map<PortName, Integer> ports = new EnumMap<>(PortName.class);
    for (PortName name : PortName.values()) {
      if (!settings.has(name)) {
        continue;
      }
      Integer named = settings.ports().get(name);
      ports.put(
          name, named == null ? kept.choose(name.label()) : Ports.require(name.label(), named));
    }
    return ports;
  }
}
