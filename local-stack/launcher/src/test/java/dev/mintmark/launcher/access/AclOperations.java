package dev.mintmark.launcher.access;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/** What one can do with a topic. */
final class AclOperations {
  private AclOperations() {}

  static Set<AclOperation> of(Predicate<AclOperation> may) {
    return Stream.of(
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.CREATE,
            AclOperation.DELETE,
            AclOperation.ALTER,
            AclOperation.DESCRIBE,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.ALTER_CONFIGS)
        .filter(may)
        .collect(Collectors.toSet());
  }
}
