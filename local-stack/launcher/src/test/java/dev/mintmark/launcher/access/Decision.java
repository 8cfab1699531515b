package dev.mintmark.launcher.access;

import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What a broker decides by rights, where nobody may do what is not granted. */
final class Decision {
  private static final Set<AclOperation> BRING_DESCRIBE =
      Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER);

  private Decision() {}

  static boolean may(
      KafkaIdentity identity, AclOperation operation, ResourceType type, String resource) {
    return identity.rights().stream()
            .filter(right -> right.entry().permissionType() == AclPermissionType.DENY)
            .noneMatch(right -> covers(right, operation, type, resource))
        && identity.rights().stream()
            .filter(right -> right.entry().permissionType() == AclPermissionType.ALLOW)
            .anyMatch(right -> covers(right, operation, type, resource));
  }

  private static boolean covers(
      AclBinding right, AclOperation operation, ResourceType type, String resource) {
    AclOperation of = right.entry().operation();
    boolean describes =
        operation == AclOperation.DESCRIBE
            && BRING_DESCRIBE.contains(of)
            && right.entry().permissionType() == AclPermissionType.ALLOW;
    return right.pattern().resourceType() == type
        && named(right.pattern(), resource)
        && (of == operation || of == AclOperation.ALL || describes);
  }

  private static boolean named(ResourcePattern pattern, String resource) {
    return pattern.patternType() == PatternType.PREFIXED
        ? resource.startsWith(pattern.name())
        : pattern.name().equals(resource) || pattern.name().equals("*");
  }
}
