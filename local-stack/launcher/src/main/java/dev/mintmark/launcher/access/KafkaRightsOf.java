package dev.mintmark.launcher.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Collects the rights of one identity, from any host. The right to read or write brings that to
 * describe.
 */
final class KafkaRightsOf {
  private final String name;
  private final Set<AclBinding> rights = new LinkedHashSet<>();

  KafkaRightsOf(String name) {
    this.name = name;
  }

  KafkaIdentity identity() {
    return new KafkaIdentity(name, List.copyOf(rights));
  }

  KafkaRightsOf mayWithTopic(AclOperation operation, String topic) {
    return add(ResourceType.TOPIC, topic, PatternType.LITERAL, operation);
  }

  KafkaRightsOf mayWithTopics(AclOperation operation, String prefix) {
    return add(ResourceType.TOPIC, prefix, PatternType.PREFIXED, operation);
  }

  /** One group, or all where it is {@code *}. */
  KafkaRightsOf mayReadInGroup(String group) {
    return add(ResourceType.GROUP, group, PatternType.LITERAL, AclOperation.READ);
  }

  /** Where the group is, but not to move it. */
  KafkaRightsOf maySeeGroup(String group) {
    return add(ResourceType.GROUP, group, PatternType.LITERAL, AclOperation.DESCRIBE);
  }

  KafkaRightsOf mayReadInGroups(String prefix) {
    return add(ResourceType.GROUP, prefix, PatternType.PREFIXED, AclOperation.READ);
  }

  KafkaRightsOf mayBeginTransactions(String prefix) {
    return add(ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED, AclOperation.WRITE);
  }

  /** Wins over whatever is granted. */
  KafkaRightsOf mayNothingWith(ResourceType type, String prefix) {
    rights.add(
        binding(type, prefix, PatternType.PREFIXED, AclOperation.ALL, AclPermissionType.DENY));
    return this;
  }

  private KafkaRightsOf add(
      ResourceType type, String resource, PatternType pattern, AclOperation operation) {
    rights.add(binding(type, resource, pattern, operation, AclPermissionType.ALLOW));
    return this;
  }

  private AclBinding binding(
      ResourceType type,
      String resource,
      PatternType pattern,
      AclOperation operation,
      AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(type, resource, pattern),
        new AccessControlEntry(KafkaIdentity.principal(name), "*", operation, permission));
  }
}
