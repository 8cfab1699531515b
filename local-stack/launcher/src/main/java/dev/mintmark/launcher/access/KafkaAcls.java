package dev.mintmark.launcher.access;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** An identity's rights as arguments of {@code kafka-acls}, a line for each right. */
final class KafkaAcls {
  private KafkaAcls() {}

  static String of(KafkaIdentity identity) {
    return identity.rights().stream().map(KafkaAcls::line).collect(Collectors.joining());
  }

  private static String line(AclBinding right) {
    String line =
        "--add --%s-principal %s --operation %s --%s %s"
            .formatted(
                right.entry().permissionType() == AclPermissionType.ALLOW ? "allow" : "deny",
                right.entry().principal(),
                word(right.entry().operation()),
                option(right.pattern().resourceType()),
                right.pattern().name());
    return right.pattern().patternType() == PatternType.LITERAL
        ? line + "\n"
        : line + " --resource-pattern-type prefixed\n";
  }

  private static String word(AclOperation operation) {
    String name = operation.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String option(ResourceType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
