package dev.mintmark.launcher.access;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may do what in Kafka: the topic catalogue says who writes and who reads a topic, {@link
 * ServiceAccess} how each one's groups and transactional ids are named.
 */
public final class KafkaAccess {
  /** The steps of rebuilds. */
  public static final String REBUILD = "mintmark-rebuild";

  /** A CI that writes requests to the log itself. */
  public static final String CI = "mintmark-ci";

  /** Whoever comes without a password. */
  static final String ANONYMOUS = "ANONYMOUS";

  /** How the names of all topics of rebuilds begin. */
  static final String REBUILDS = "mintmark.rebuild.";

  private static final String INTERNAL = "__";

  private KafkaAccess() {}

  /** Name of a service's identity: the same as in S3. */
  public static String name(String service) {
    return ServiceAccess.s3Name(service);
  }

  /** All that come with a password and may do some things: those of services first, by the line. */
  public static List<KafkaIdentity> identities() {
    Map<String, KafkaRightsOf> all = new LinkedHashMap<>();
    ServiceAccess.ALL.forEach(a -> all.put(name(a.service()), own(a)));
    all.put(REBUILD, ofRebuilds());
    all.put(CI, ofCi());
    for (Topic topic : TopicCatalogue.all()) {
      for (String maker : topic.madeBy()) {
        who(maker, topic)
            .ifPresent(n -> find(all, n).mayWithTopic(AclOperation.WRITE, topic.name()));
      }
      for (String reader : topic.readBy()) {
        who(reader, topic).ifPresent(n -> reads(find(all, n), n, topic));
      }
    }
    return all.values().stream().map(KafkaRightsOf::identity).toList();
  }

  /**
   * Whoever comes without a password looks at everything but rebuilds and Kafka's own topics, in
   * any group that is nobody else's.
   */
  public static KafkaIdentity anonymous() {
    KafkaRightsOf rights =
        new KafkaRightsOf(ANONYMOUS)
            .mayWithTopic(AclOperation.READ, "*")
            .mayWithTopic(AclOperation.DESCRIBE_CONFIGS, "*")
            .mayReadInGroup("*")
            .mayNothingWith(ResourceType.TOPIC, REBUILDS)
            .mayNothingWith(ResourceType.TOPIC, INTERNAL);
    ServiceAccess.ALL.forEach(a -> rights.mayNothingWith(ResourceType.GROUP, a.groups()));
    return rights.mayNothingWith(ResourceType.GROUP, CI).identity();
  }

  /** Every right there is to be. */
  public static List<AclBinding> rights() {
    List<AclBinding> all = new ArrayList<>(anonymous().rights());
    identities().forEach(identity -> all.addAll(identity.rights()));
    return all;
  }

  private static KafkaRightsOf own(ServiceAccess access) {
    KafkaRightsOf rights = members(new KafkaRightsOf(name(access.service())), access.groups());
    access.positions().forEach(topic -> rights.mayWithTopic(AclOperation.READ, topic.name()));
    access.inherited().forEach(rights::maySeeGroup);
    for (String application : access.streams()) {
      String begin = application + "-";
      rights.mayBeginTransactions(begin);
      rights
          .mayWithTopics(AclOperation.CREATE, begin)
          .mayWithTopics(AclOperation.READ, begin)
          .mayWithTopics(AclOperation.WRITE, begin);
    }
    return rights;
  }

  /** A step's group in a rebuild is {@code <step>.<run>}, which no name of the line begins with. */
  private static KafkaRightsOf ofRebuilds() {
    KafkaRightsOf rights = new KafkaRightsOf(REBUILD);
    for (ServiceAccess access : ServiceAccess.ALL) {
      if (access.rebuilt()) {
        String begin = access.groups() + ".rebuild-";
        rights.mayReadInGroups(begin).mayBeginTransactions("mintmark-" + begin);
      }
    }
    return rights;
  }

  private static KafkaRightsOf ofCi() {
    String begin = CI + "-";
    return new KafkaRightsOf(CI)
        .mayReadInGroup(CI)
        .mayReadInGroups(begin)
        .mayBeginTransactions(begin);
  }

  /** Groups of that name, or with a dash and more behind it. */
  private static KafkaRightsOf members(KafkaRightsOf rights, String groups) {
    if (!groups.endsWith("-")) {
      rights.mayReadInGroup(groups);
    }
    String begin = groups.endsWith("-") ? groups : groups + "-";
    return rights.mayReadInGroups(begin).mayBeginTransactions("mintmark-" + begin);
  }

  /** Who reads a topic puts what it can never read on the topic of its dead letters. */
  private static void reads(KafkaRightsOf rights, String name, Topic topic) {
    rights.mayWithTopic(AclOperation.READ, topic.name());
    if (!name.equals(CI)) {
      rights.mayWithTopic(AclOperation.WRITE, topic.deadLetters());
    }
  }

  /** As whom somebody of the catalogue comes; empty for those that come without a password. */
  private static Optional<String> who(String somebody, Topic topic) {
    if (somebody.equals("consumers")) {
      return Optional.empty();
    }
    boolean rebuilt =
        ServiceAccess.ALL.stream().anyMatch(a -> a.rebuilt() && a.service().equals(somebody));
    return Optional.of(rebuilt && TopicCatalogue.isOfRebuilds(topic) ? REBUILD : name(somebody));
  }

  private static KafkaRightsOf find(Map<String, KafkaRightsOf> all, String name) {
    KafkaRightsOf found = all.get(name);
    if (found == null) {
      throw new IllegalStateException("the topic catalogue names " + name + ", who is unknown");
    }
    return found;
  }
}
