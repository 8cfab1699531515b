package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import dev.mintmark.cli.topics.Cluster;
import dev.mintmark.cli.topics.Schemas;
import dev.mintmark.cli.topics.TopicState;
import dev.mintmark.cli.topics.WantedTopic;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.topics.registry.SchemaState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Commands about topics. */
@Command(
    name = "topics",
    header = "Create the line's topics in a Kafka cluster, or compare them with the catalogue.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark topics list",
      "  mintmark topics apply --bootstrap-servers kafka:9092 --replication-factor 3",
    })
final class TopicsCommand {
  private final World world;
  @Mixin private final Common common = new Common();

  TopicsCommand(World world) {
    this.world = world;
  }

  @Command(
      name = "apply",
      header = "Create the topics, dead-letter topics and schemas that are missing.",
      description =
          "Changes and deletes nothing: a topic that differs from the catalogue, or a schema that"
              + " the registry refuses, is reported, and the exit code is 1.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark topics apply --bootstrap-servers kafka:9092 --replication-factor 3",
        "  mintmark topics apply --bootstrap-servers kafka:9092 --schema-registry http://reg:8081",
      })
  int apply(
      @Mixin Common options,
      @Option(
              names = "--bootstrap-servers",
              paramLabel = "HOST:PORT,...",
              description = "The cluster (default: the running stack's).")
          @Nullable String servers,
      @Option(
              names = "--replication-factor",
              paramLabel = "N",
              defaultValue = "0",
              description = "Copies of each partition (default: the broker's own).")
          int replicas,
      @Option(
              names = "--schema-registry",
              paramLabel = "URL",
              description = "Also register the schemas of framed topics (the running stack's).")
          @Nullable String registry) {
    Console console = world.console(options.json());
    Optional<String> registryUrl =
        Optional.ofNullable(registry)
            .or(() -> servers == null ? world.services().schemaRegistry() : Optional.empty());
    try (Cluster cluster = cluster(servers)) {
      List<WantedTopic> wanted = WantedTopic.of(TopicCatalogue.all());
      List<WantedTopic> missing =
          cluster.compare(wanted).stream()
              .filter(TopicState.Missing.class::isInstance)
              .map(TopicState::wanted)
              .toList();
      if (!missing.isEmpty()) {
        cluster.create(missing, replicas);
      }
      console.say("created %d topics".formatted(missing.size()));
      List<SchemaState> schemas =
          registryUrl.map(url -> Schemas.apply(url, TopicCatalogue.all())).orElse(List.of());
      return report(cluster.compare(wanted), schemas, console);
    }
  }

  @Command(
      name = "list",
      header = "Show the catalogue's topics and how the cluster's differ.",
      description = "Exit code 1 when one is missing or differs.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark topics list --json")
  int list(
      @Mixin Common options,
      @Option(
              names = "--bootstrap-servers",
              paramLabel = "HOST:PORT,...",
              description = "The cluster (default: the running stack's).")
          @Nullable String servers) {
    Console console = world.console(options.json());
    try (Cluster cluster = cluster(servers)) {
      return report(cluster.compare(WantedTopic.of(TopicCatalogue.all())), List.of(), console);
    }
  }

  private Cluster cluster(@Nullable String servers) {
    return new Cluster(world.services().kafka(servers), world.pause());
  }

  private static int report(List<TopicState> states, List<SchemaState> schemas, Console console) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode topics = json.putArray("topics");
    Table table = new Table().left("topic").right("partitions").left("kept").left("state");
    for (TopicState state : states) {
      WantedTopic wanted = state.wanted();
      table.row(wanted.name(), wanted.partitions(), wanted.retention(), cell(state));
      topics
          .addObject()
          .put("name", wanted.name())
          .put("partitions", wanted.partitions())
          .put("state", cell(state).text());
    }
    Table subjects = subjects(schemas, json);
    console.result(json);
    console.print(table);
    if (!schemas.isEmpty()) {
      console.print("");
      console.print(subjects);
    }
    boolean same =
        states.stream().allMatch(TopicState.Same.class::isInstance)
            && schemas.stream().allMatch(SchemaState.Registered.class::isInstance);
    return (same ? Exit.OK : Exit.FAILURE).code();
  }

  private static Table subjects(List<SchemaState> schemas, ObjectNode json) {
    Table table = new Table().left("subject").right("id").left("state");
    ArrayNode items = json.putArray("schemas");
    for (SchemaState schema : schemas) {
      String subject = schema.topic().subject();
      ObjectNode item = items.addObject().put("subject", subject);
      switch (schema) {
        case SchemaState.Registered registered -> {
          table.row(subject, Integer.toString(registered.id()), new Cell("ok", Style.GOOD));
          item.put("id", registered.id()).put("state", "ok");
        }
        case SchemaState.Refused refused -> {
          table.row(subject, "", new Cell("refused: " + refused.found(), Style.BAD));
          item.put("state", "refused: " + refused.found());
        }
      }
    }
    return table;
  }

  private static Cell cell(TopicState state) {
    return switch (state) {
      case TopicState.Same same -> new Cell("ok", Style.GOOD);
      case TopicState.Missing missing -> new Cell("missing", Style.BAD);
      case TopicState.Different different ->
          new Cell(String.join(", ", different.differences()), Style.BAD);
    };
  }
}
