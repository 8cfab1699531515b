package dev.mintmark.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.pause.Pause;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
  @TempDir static Path folder;
  private static EmbeddedStack stack;

  @BeforeAll
  static void start() {
    stack = EmbeddedStack.start(folder, EnumSet.of(Part.KAFKA));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void createsWhatIsMissingAsTheCatalogueSays() {
    List<WantedTopic> wanted = WantedTopic.of(TopicCatalogue.all());
    try (Cluster cluster =
        new Cluster(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()), Pause.real())) {
      assertThat(cluster.compare(wanted)).hasOnlyElementsOfType(TopicState.Missing.class);
      cluster.create(wanted, 1);
      assertThat(cluster.compare(wanted)).hasOnlyElementsOfType(TopicState.Same.class);
    }
  }

  @Test
  void findsATopicThatDiffersAndLeavesItAlone() {
    TreeMap<String, String> week = new TreeMap<>();
    week.put("retention.ms", "604800000");
    WantedTopic there = new WantedTopic("other", 2, week);
    TreeMap<String, String> forEver = new TreeMap<>();
    forEver.put("retention.ms", "-1");
    WantedTopic wanted = new WantedTopic("other", 6, forEver);
    try (Cluster cluster =
        new Cluster(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()), Pause.real())) {
      cluster.create(List.of(there), 0);
      for (int i = 0; i < 2; i++) {
        assertThat(cluster.compare(List.of(wanted)))
            .containsExactly(
                new TopicState.Different(
                    wanted,
                    List.of(
                        "2 partitions instead of 6", "retention.ms is 604800000 instead of -1")));
      }
    }
  }

  @Test
  void refusesAnAddressThatIsNone() {
    CommandException refused =
        catchThrowableOfType(
            CommandException.class,
            () -> new Cluster(Map.of("bootstrap.servers", "no-port"), Pause.real()));
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.text()).contains("'no-port'").endsWith("host:port,host:port (CLI-051)");
  }
}
