package dev.mintmark.launcher.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupIT {
  @Test
  void createsWhatIsMissingAndRefusesWhatDiffers(@TempDir Path data) throws Exception {
    List<Topic> catalogue = TopicCatalogue.all();
    try (EmbeddedStack stack = EmbeddedStack.start(data, Set.of(Part.KAFKA))) {
      Map<String, Object> servers =
          Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafkaBootstrapServers());
      assertThat(TopicSetup.apply(servers, catalogue.subList(0, 1))).isEqualTo(2);
      assertThat(TopicSetup.apply(servers, catalogue)).isEqualTo(2 * catalogue.size() - 2);
      assertThat(TopicSetup.apply(servers, catalogue)).isZero();
      Topic first = catalogue.getFirst();
      assertThat(config(servers, first, "retention.ms")).isEqualTo("-1");
      assertThat(config(servers, TopicCatalogue.DEVICE_COUNTED, "cleanup.policy"))
          .isEqualTo("compact");

      Topic second = catalogue.get(1);
      set(servers, second.name(), "max.message.bytes", "1048588");
      TopicSetup.apply(servers, catalogue);
      assertThat(config(servers, second, "max.message.bytes"))
          .as("of a topic that an older version created")
          .isEqualTo(second.config().get("max.message.bytes"));

      Topic wider =
          new Topic(
              first.name(),
              first.schema(),
              first.form(),
              first.partitions() + 1,
              first.kept(),
              first.madeBy(),
              first.readBy());
      assertThatThrownBy(() -> TopicSetup.apply(servers, List.of(wider)))
          .hasMessageContaining(first.name())
          .hasMessageEndingWith("(STK-022)");
    }
  }

  private static void set(Map<String, Object> servers, String topic, String key, String value)
      throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(servers)) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }
  }

  private static String config(Map<String, Object> servers, Topic topic, String key)
      throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    try (Admin admin = Admin.create(servers)) {
      Map<ConfigResource, Config> configs = admin.describeConfigs(List.of(resource)).all().get();
      return Objects.requireNonNull(configs.get(resource)).get(key).value();
    }
  }
}
